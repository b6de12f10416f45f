import { execFileSync } from 'node:child_process';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { openDatabase } from '@guitu/sqlite';

/** What the figures were measured on. No name of the machine. */
export interface Machine {
  readonly date: string;
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly sqlite: string;
  /** How an append is made durable, and where. */
  readonly fsync: string;
  readonly payload: string;
  /** Programs that wanted a core: mean of the minute before the run, and of the last minute of it. More than ours means noise. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

function sqliteVersion(): string {
  const db = openDatabase(':memory:', { durability: 'normal' });
  try {
    return String(db.prepare('select sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
}

function commitOf(): string {
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' and uncommitted changes');
  } catch {
    return 'unknown';
  }
}

export const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;

export function describeMachine(loadBefore: number): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commitOf(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release().split('-')[0] ?? ''}`,
    node: process.version,
    sqlite: sqliteVersion(),
    fsync: 'WAL, synchronous=FULL: one fsync for each group of appends',
    payload: 'bodies of the sample (57 to 617 bytes, 200 on average), events of 0.6 to 3.0 KB with their sealed parts (1.1 on average)',
    loadBefore,
    loadAfter: loadNow(),
  };
}
