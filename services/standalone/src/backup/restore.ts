import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { adoptProjection } from '@guitu/event-bus';
import { beginEpoch, checkLog, openTail, syncDirectory } from '@guitu/event-store';
import type { Epoch, LogHead, LogTail } from '@guitu/event-store';
import { defaultLedger } from '@guitu/service-kit';
import type { Runtime } from '@guitu/service-kit';
import { VaultError, copyLooks, joinLedger, ledgerExists, lookFileName, restoreKeys } from '@guitu/vault';
import type { LooksSummary } from '@guitu/vault';
import { checkFiles, privateDirectory, whyNoPlace } from './files.js';
import type { Progress } from './files.js';
import { BackupUnusable, keysManifest, logManifest, readManifest } from './manifest.js';
import type { LogManifest } from './manifest.js';

export interface RestoreOrder {
  readonly from: string;
  readonly keysFrom: string;
  readonly keyFile: string;
  /** New data directory: nothing is there, or an empty directory. */
  readonly to: string;
  /** The data directory, or what is left of it, that is being replaced; no hub runs on it. */
  readonly old?: string | undefined;
  readonly ledger: LedgerOrder;
}

/** Where the erasure ledger is. */
export type LedgerOrder =
  /** `inPlace`: the hub reads it there; otherwise it is copied into the new directory. */
  | { readonly file: string; readonly inPlace: boolean }
  /** The operator says that it is lost: a new one is begun, in the new directory or where the hub will read it. */
  | { readonly lost: true; readonly newFile?: string };

/** What was recorded after the copy and is not in the restored log. */
interface Lost {
  readonly events: number;
  readonly commands: number;
  /** Recorded times of the first and the last of them; absent where there are none. */
  readonly from?: string;
  readonly to?: string;
}

export interface Restored {
  readonly takenAt: string;
  readonly events: number;
  readonly persons: number;
  readonly epoch: Epoch;
  /** Persons whose keys were in the backup and whom the ledger erased again; absent where there was none at hand. */
  readonly erasedAgain?: number;
  /** Names of projections that were taken; the others are built again at the start. */
  readonly projections: readonly string[];
  /** Absent where the old log was not at hand, or could not be read. */
  readonly lost?: Lost;
  /** Why the old log could not be read; absent where it could, or was not named. */
  readonly oldLogUnreadable?: string;
  /** Who looked, and whether that is as it was in the directory that is replaced or in the backup. Absent where neither has it. */
  readonly looks?: LooksSummary & { readonly from: 'old' | 'backup' };
}

type OldLog = { readonly lost: Lost; readonly head: LogHead } | { readonly unreadable: string };

/** What the old log has beyond the backup. It may be what was damaged: that is told, and what else is in its directory is of use all the same. Throws `BackupUnusable` for another log. */
function lookAtOld(old: string, { storeId, head }: LogManifest): OldLog {
  if (!existsSync(old)) throw new BackupUnusable(`${old} is not there. Name the data directory that is being replaced, or leave --old out.`);
  const file = existsSync(join(old, 'log.db')) ? join(old, 'log.db') : old;
  try {
    const tail = openTail(file, storeId, head);
    if (tail === undefined) throw new BackupUnusable(`The log in ${old} is not the one that was backed up. Leave --old out, and what was lost is told by time.`);
    return readTail(tail);
  } catch (error) {
    if (error instanceof BackupUnusable) throw error;
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}

function readTail(tail: LogTail): OldLog {
  try {
    const commands = new Set<string>();
    const times: string[] = [];
    for (const bytes of tail.bytes()) {
      const { causationid, time } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { causationid: string; time: string };
      commands.add(causationid);
      times.splice(times.length === 2 ? 1 : times.length, 1, time);
    }
    const [from, to = from] = times;
    return { head: tail.head, lost: { events: tail.events, commands: commands.size, ...(from === undefined || to === undefined ? {} : { from, to }) } };
  } finally {
    tail.close();
  }
}

/** Resolves when the copy is on disk. It is the hub's own, whatever the rights of a backup are. */
async function copied(from: string, to: string, onBytes: (bytes: number) => void = () => undefined): Promise<void> {
  const source = createReadStream(from, { highWaterMark: 1 << 20 });
  source.on('data', ({ length }) => onBytes(length));
  await pipeline(source, createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }));
}

const isProjection = (path: string): boolean => path.startsWith('projections/');

/**
 * Makes a data directory from a backup, beside its place, and puts it there as a whole at the end: a restore that is cut off leaves nothing that a hub could start on.
 * Throws `BackupUnusable` or a `VaultError` (another key, damaged keys); nothing is left behind then.
 */
export async function restore(order: RestoreOrder, runtime: Pick<Runtime, 'realNow' | 'uuid'>, progress: Progress): Promise<Restored> {
  const { from, keysFrom, keyFile, to, old, ledger } = order;
  const log = readManifest(from, logManifest);
  const keys = readManifest(keysFrom, keysManifest);
  if (keys.hubId !== log.hubId) throw new BackupUnusable(`The keys in ${keysFrom} belong to another hub than the log in ${from}.`);
  // Keys that are newer than the log are good, and better: whoever was erased since stays erased. Older ones lack persons whom the log names.
  // Those of the same backup were copied after the log, whatever a clock says that was set back meanwhile.
  if (keys.backupId !== log.backupId && keys.takenAt < log.takenAt) throw new BackupUnusable(`The keys in ${keysFrom} were copied at ${keys.takenAt}, before the log at ${log.takenAt}: they may lack persons whom the log names. Use keys of the same backup or a later one.`);
  const noPlace = whyNoPlace(to);
  if (noPlace !== undefined) throw new BackupUnusable(noPlace);
  const oldLog = old === undefined ? undefined : lookAtOld(old, log);
  await checkFiles(from, log.files, progress);
  await checkFiles(keysFrom, keys.files, progress);
  const newLedger = 'lost' in ledger && ledger.newFile !== undefined && !existsSync(ledger.newFile) ? ledger.newFile : undefined;

  const draft = `${resolve(to)}.restoring-${runtime.uuid().slice(0, 8)}`;
  await privateDirectory(draft);
  try {
    const own = log.files.filter(({ path }) => path !== lookFileName && !isProjection(path));
    const toCopy = own.reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    for (const { path } of own) await copied(join(from, path), join(draft, path), (bytes) => progress('copying the log', (done += bytes), toCopy));
    const logFile = join(draft, 'log.db');
    progress('reading the log through', 0, log.events);
    const found = checkLog(logFile);
    progress('reading the log through', found.events, found.events);
    if (found.storeId !== log.storeId || found.events !== log.events || found.head.sha256 !== log.head.sha256) throw new BackupUnusable(`The log in ${from} is not the one that its manifest describes.`);

    mkdirSync(join(draft, 'keys'), { mode: 0o700 });
    const { persons } = restoreKeys({ file: join(keysFrom, 'keys.db'), keyFile }, join(draft, 'keys'), (done, total) => progress('wrapping the keys', done, total));
    const looks = await takeLooks(order, log, join(draft, 'keys', lookFileName), progress);
    const erasedAgain = await applyErasures(ledger, draft, runtime);

    const epoch = beginEpoch(logFile, { beganAt: new Date(runtime.realNow()).toISOString(), ...(oldLog !== undefined && 'head' in oldLog ? { lastKnown: oldLog.head } : {}) });
    const projections = await takeProjections(from, draft, log, epoch, progress);
    syncDirectory(draft);
    renameSync(draft, resolve(to));
    syncDirectory(dirname(resolve(to)));
    return { takenAt: log.takenAt, events: log.events, persons, epoch, projections, ...(erasedAgain === undefined ? {} : { erasedAgain }), ...oldLogTold(oldLog), ...(looks === undefined ? {} : { looks }) };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (newLedger !== undefined) rmSync(newLedger, { force: true });
    if (error instanceof VaultError && error.code === 'wrong-master-key') throw new BackupUnusable(`${keyFile} is not the key that the backup in ${keysFrom} was made with.`, { cause: error });
    throw error;
  }
}

function oldLogTold(log: OldLog | undefined): Pick<Restored, 'lost' | 'oldLogUnreadable'> {
  if (log === undefined) return {};
  return 'unreadable' in log ? { oldLogUnreadable: log.unreadable } : { lost: log.lost };
}

/**
 * A look that was lost is not sent again by anybody, as a command is: those of the directory that is replaced are taken where they can be read, and they have all of
 * the backup's. Else those of the backup.
 */
async function takeLooks({ from, old }: RestoreOrder, { files }: LogManifest, to: string, progress: Progress): Promise<Restored['looks']> {
  const take = (file: string): Promise<LooksSummary> => copyLooks(file, to, (done, total) => progress('copying who looked', done, total));
  const own = old === undefined ? undefined : join(old, 'keys', lookFileName);
  if (own !== undefined && existsSync(own)) {
    try {
      return { ...(await take(own)), from: 'old' };
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      rmSync(to, { force: true });
    }
  }
  return files.some(({ path }) => path === lookFileName) ? { ...(await take(join(from, lookFileName))), from: 'backup' } : undefined;
}

/** Before anything can be opened with these keys: whoever was erased after they were copied is erased again. Undefined where nobody knows who that is. */
async function applyErasures(ledger: LedgerOrder, draft: string, { realNow }: Pick<Runtime, 'realNow'>): Promise<number | undefined> {
  const keys = join(draft, 'keys');
  if ('lost' in ledger) {
    joinLedger(keys, { file: ledger.newFile ?? defaultLedger(draft), now: realNow }, { anew: true });
    return undefined;
  }
  if (!ledgerExists(ledger.file)) throw new BackupUnusable(`There is no erasure ledger at ${ledger.file}.`);
  const file = ledger.inPlace ? ledger.file : defaultLedger(draft);
  if (!ledger.inPlace) {
    mkdirSync(dirname(file), { mode: 0o700 });
    await copied(ledger.file, file);
  }
  return joinLedger(keys, { file, now: realNow }, { anew: false }).erased;
}

/** Copied projections go on where they stand, if they belong to exactly this log and are not ahead of it; a pointer without its file would be taken for damage. */
async function takeProjections(from: string, draft: string, { files, storeId, head }: LogManifest, { storeId: nextStoreId }: Epoch, progress: Progress): Promise<readonly string[]> {
  const directory = join(draft, 'projections');
  mkdirSync(directory);
  const toCopy = files.filter(({ path }) => isProjection(path)).reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const copy = (path: string, to: string): Promise<void> => copied(join(from, path), to, (bytes) => progress('copying projections', (done += bytes), toCopy));
  const taken: string[] = [];
  for (const { path } of files.filter((file) => /^projections\/.+\.db$/u.test(file.path))) {
    const name = (/^projections\/(.+)\.v\d+\.b\d+\.db$/u.exec(path) ?? [])[1];
    if (name === undefined) continue;
    await copy(path, join(draft, path));
    if (adoptProjection(join(draft, path), { storeId, head: head.position, nextStoreId })) {
      await copy(`projections/${name}.current`, join(directory, `${name}.current`));
      taken.push(name);
    } else {
      rmSync(join(draft, path), { force: true });
    }
  }
  return taken;
}
