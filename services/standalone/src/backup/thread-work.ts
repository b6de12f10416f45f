import { statSync } from 'node:fs';
import { join } from 'node:path';
import { copyProjections } from '@guitu/event-bus';
import { checkLog, copyLog } from '@guitu/event-store';
import type { LogSummary } from '@guitu/event-store';
import { copyLooks, lookFileName, rewrapKeys } from '@guitu/vault';
import type { KeyPlace, KeysSummary } from '@guitu/vault';
import type { Progress } from './files.js';
import { describeFile } from './files.js';
import type { BackedUpFile } from './manifest.js';
import { BackupUnusable } from './manifest.js';

/** What a backup does off the hub's own thread; every member survives a structured clone. */
export type ThreadWork =
  | { readonly kind: 'log'; readonly file: string; readonly to: string }
  | { readonly kind: 'projections'; readonly directory: string; readonly to: string }
  | { readonly kind: 'looks'; readonly file: string; readonly to: string }
  | { readonly kind: 'keys'; readonly copy: string; readonly ownKey: KeyPlace; readonly keyFile: string; readonly to: string };

export interface LogWork {
  readonly summary: LogSummary;
  readonly files: readonly BackedUpFile[];
}
export interface KeysWork {
  readonly summary: KeysSummary;
  readonly files: readonly BackedUpFile[];
}

const backOf = (path: string): string => `reading ${path} back`;

/** Its hash, and how far that is in bytes; `before` are those that were read already. */
async function readBack(directory: string, path: string, progress: Progress, before = 0): Promise<BackedUpFile> {
  const total = before + statSync(join(directory, path)).size;
  let done = before;
  return describeFile(directory, path, (bytes) => progress(backOf(path), (done += bytes), total));
}

async function log({ file, to }: Extract<ThreadWork, { kind: 'log' }>, progress: Progress): Promise<LogWork> {
  const copied = join(to, 'log.db');
  const summary = await copyLog(file, copied, (done, total) => progress('copying the log', done, total));
  // The copy is read back: what it says of itself must be what the log said when it was copied. That check tells nothing on its way, and stands for half of it.
  const { size } = statSync(copied);
  progress(backOf('log.db'), 0, 2 * size);
  const found = checkLog(copied);
  if (JSON.stringify(found) !== JSON.stringify(summary)) throw new BackupUnusable(`The copy of the log has ${found.events} events and the log had ${summary.events}. The disk of the copy is not to be trusted.`);
  return { summary, files: [await readBack(to, 'log.db', progress, size)] };
}

async function looks({ file, to }: Extract<ThreadWork, { kind: 'looks' }>, progress: Progress): Promise<readonly BackedUpFile[]> {
  await copyLooks(file, join(to, lookFileName), (done, total) => progress('copying who looked', done, total));
  return [await readBack(to, lookFileName, progress)];
}

async function projections({ directory, to }: Extract<ThreadWork, { kind: 'projections' }>, progress: Progress): Promise<readonly BackedUpFile[]> {
  const names = await copyProjections(directory, to, (done, total) => progress('copying projections', done, total));
  const files: BackedUpFile[] = [];
  for (const name of names) files.push(await readBack(join(to, '..'), `projections/${name}`, progress));
  return files;
}

async function keys({ copy, ownKey, keyFile, to }: Extract<ThreadWork, { kind: 'keys' }>, progress: Progress): Promise<KeysWork> {
  const summary = rewrapKeys({ from: { file: copy, key: ownKey }, to: { file: join(to, 'keys.db'), key: { file: keyFile } }, onProgress: (done, total) => progress('wrapping the keys', done, total) });
  return { summary, files: [await readBack(to, 'keys.db', progress)] };
}

export function performWork(work: ThreadWork, progress: Progress): Promise<LogWork | KeysWork | readonly BackedUpFile[]> {
  switch (work.kind) {
    case 'log':
      return log(work, progress);
    case 'looks':
      return looks(work, progress);
    case 'projections':
      return projections(work, progress);
    case 'keys':
      return keys(work, progress);
  }
}
