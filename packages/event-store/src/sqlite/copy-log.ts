import { copySnapshot, integrityOf, openDatabase } from '@guitu/sqlite';
import type { CopyProgress, SqliteDatabase } from '@guitu/sqlite';
import { StoreError } from '../port.js';
import { readEpochs, readHead } from './epochs.js';
import type { LogHead } from './epochs.js';
import { toStoreError } from './errors.js';
import { readStoreId } from './schema.js';

/** What a log's file holds, at one instant. */
export interface LogSummary {
  readonly storeId: string;
  readonly epoch: number;
  /** As many as the head's place. */
  readonly events: number;
  readonly head: LogHead;
}

function summaryOf(db: SqliteDatabase): LogSummary {
  const storeId = readStoreId(db);
  const head = readHead(db);
  if (head === undefined) throw new StoreError('corrupt-event', 'The log is empty; a hub writes its first event when it starts.');
  const events = db.prepare<[], number>('select count(*) from events').pluck().get() ?? 0;
  if (events !== Number(head.position)) throw new StoreError('corrupt-event', `The log has ${events} events, and its head is at place ${Number(head.position)}.`);
  return { storeId, epoch: readEpochs(db).at(-1)?.epoch ?? 0, events, head };
}

/** Copies the log as it is at one instant, while it is written to; for a thread of its own, because steps and checks hold it. Rejects with a `StoreError`. */
export async function copyLog(file: string, to: string, onProgress?: CopyProgress): Promise<LogSummary> {
  try {
    return await copySnapshot(file, to, summaryOf, onProgress);
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Reads through a log that nobody writes to: every page, every index, as many events as its head says. Throws a `StoreError` for what is wrong. */
export function checkLog(file: string): LogSummary {
  try {
    const db = openDatabase(file, { durability: 'full', readonly: true });
    try {
      const found = integrityOf(db);
      if (found !== 'ok') throw new StoreError('corrupt-event', `The log's file is damaged: ${found}`);
      return summaryOf(db);
    } finally {
      db.close();
    }
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Events that a log has after a place, if it agrees with what stood there. */
export interface LogTail {
  /** The log's own head. */
  readonly head: LogHead;
  readonly events: number;
  /** Bytes of each, in order, read as they are asked for. */
  readonly bytes: () => Iterable<Uint8Array>;
  close(): void;
}

/** What the log has beyond a place; undefined for a log that is neither that one nor continues it. Throws a `StoreError` where it cannot be read, or has not at that place what it had. The caller closes it. */
export function openTail(file: string, storeId: string, after: LogHead): LogTail | undefined {
  try {
    const db = openDatabase(file, { durability: 'full', readonly: true });
    const known = [readStoreId(db), ...readEpochs(db).map(({ formerStoreId }) => formerStoreId)].includes(storeId);
    const head = readHead(db);
    if (!known || head === undefined || readHead(db, after.position)?.sha256 !== after.sha256) {
      db.close();
      if (known) throw new StoreError('corrupt-event', `The log does not have at place ${Number(after.position)} what stood there.`);
      return undefined;
    }
    const rows = db.prepare<[number], Uint8Array>('select bytes from events where position > ? order by position').pluck();
    return { head, events: Number(head.position) - Number(after.position), bytes: () => rows.iterate(Number(after.position)), close: () => db.close() };
  } catch (error) {
    throw toStoreError(error);
  }
}
