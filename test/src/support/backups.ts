import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLedger } from '@guitu/service-kit';
import { guitu } from './guitu.js';
import type { Ran } from './guitu.js';
import { temporaryDirectory } from './hub.js';

/** One backup that `guitu` was or will be asked for, and what is restored from it. */
export interface BackupPlace {
  readonly restored: string;
  /** What is typed after `guitu`; the first of all backups makes the key file. */
  words(): readonly string[];
  /** Whether the manifests of log and keys are there. */
  manifests(): readonly [log: boolean, keys: boolean];
  restore(): Promise<Ran>;
}

/** A directory beside the data directory of a hub, for its backups under one key file; removed at the end. */
export async function onBackups(directory: string, test: (place: (name: string) => Promise<BackupPlace>) => Promise<void>): Promise<void> {
  const elsewhere = await temporaryDirectory();
  const key = join(elsewhere, 'backup.key');
  try {
    await test(async (name) => {
      await mkdir(join(elsewhere, name));
      const [log, keys, restored] = ['log', 'keys', 'restored'].map((part) => join(elsewhere, name, part)) as [string, string, string];
      return {
        restored,
        words: () => ['backup', log, '--keys', keys, existsSync(key) ? '--key' : '--new-key', key],
        manifests: () => [existsSync(join(log, 'manifest.json')), existsSync(join(keys, 'manifest.json'))],
        restore: () => guitu(restored, ['restore', log, '--keys', keys, '--key', key, '--to', restored, '--ledger', defaultLedger(directory)]),
      };
    });
  } finally {
    await rm(elsewhere, { recursive: true });
  }
}

/** The copy of the keys that a backup works on, under the hub's own master key: whoever is erased must not stand in it for longer than that takes. */
export const draftThere = (directory: string): boolean => existsSync(join(directory, 'keys', 'backup-draft.db'));
