import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own, of a few megabytes, that can be filled and freed. */
export interface SmallDisk {
  /** Takes every byte that is left. */
  fill(): void;
  free(): void;
  unmount(): void;
}

/** Why this machine does not let us mount one; undefined where it does. */
export function whyNoSmallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'guitu-disk-'));
  try {
    mountSmallDisk(folder, 1).unmount();
    return undefined;
  } catch (error) {
    return `no small file system can be mounted here: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    rmdirSync(folder);
  }
}

/** Mounts one at the folder. Throws where this machine does not let us. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
  const ballast = join(folder, 'ballast');
  return {
    fill: () => {
      const file = openSync(ballast, 'w');
      for (const size of [65_536, 4_096, 1]) {
        const bytes = Buffer.alloc(size);
        try {
          for (;;) writeSync(file, bytes);
        } catch {
          continue; // Nothing of this size fits any more.
        }
      }
      closeSync(file);
    },
    free: () => rmSync(ballast, { force: true }),
    unmount: () => void execFileSync('umount', [folder], { stdio: 'pipe' }),
  };
}
