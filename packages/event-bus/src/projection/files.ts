import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory } from '@guitu/sqlite';

/**
 * The files of one projection in a directory: `<name>.v<version>.b<build>.db`, of which `<name>.current` names the one that serves.
 * A build number is not used twice, so a path never comes to mean another file under a reader that has it open.
 */
export class ProjectionFiles {
  readonly #directory: string;
  readonly #name: string;

  constructor(directory: string, name: string) {
    this.#directory = directory;
    this.#name = name;
    mkdirSync(directory, { recursive: true });
  }

  get pointer(): string {
    return join(this.#directory, `${this.#name}.current`);
  }

  /** The file that serves, whether or not it exists. */
  current(): string | undefined {
    if (!existsSync(this.pointer)) return undefined;
    const named = readFileSync(this.pointer, 'utf8').trim();
    return this.#buildOf(named) === undefined ? undefined : join(this.#directory, named);
  }

  /** Switches over: whoever looks sees the old file or the new one, also after a power cut. */
  point(file: string): void {
    const next = `${this.pointer}.next`;
    writeFileSync(next, file.slice(this.#directory.length + 1), { flush: true });
    renameSync(next, this.pointer);
    syncDirectory(this.#directory);
  }

  /** Path for a new build. */
  next(version: number): string {
    const builds = [...readdirSync(this.#directory), this.current()?.slice(this.#directory.length + 1) ?? ''].map((file) => this.#buildOf(file) ?? 0);
    return join(this.#directory, `${this.#name}.v${version}.b${Math.max(0, ...builds) + 1}.db`);
  }

  /** Removes what a crash or a switch left behind: every build but the one to keep. What was set aside stays. */
  clean(keep: string): void {
    for (const file of readdirSync(this.#directory)) {
      const path = join(this.#directory, file);
      if (file.endsWith('.db') && this.#buildOf(file) !== undefined && path !== keep) this.remove(path);
    }
  }

  remove(path: string): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  }

  /** Keeps a damaged file for whoever wants to know why; only the last one, because it may be large. */
  setAside(path: string): void {
    if (!existsSync(path)) return this.remove(path);
    const aside = join(this.#directory, `${this.#name}.damaged`);
    this.remove(aside);
    for (const suffix of ['', '-wal']) if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${aside}${suffix}`);
    this.remove(path);
  }

  #buildOf(file: string): number | undefined {
    const match = /^(.+)\.v\d+\.b(\d+)\.db$/.exec(file);
    return match?.[1] === this.#name ? Number(match[2]) : undefined;
  }
}
