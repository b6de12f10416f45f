import { createHash, randomBytes } from 'node:crypto';
import { immediate, openDatabase } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { Position } from '../port.js';
import { positionOf } from '../position.js';
import { toStoreError } from './errors.js';
import { readStoreId } from './schema.js';

/** A place in a log, and what stands there: enough to tell later whether two logs agree up to it. */
export interface LogHead {
  readonly position: Position;
  readonly eventId: string;
  /** SHA-256 of the event's bytes, hex. */
  readonly sha256: string;
}

/**
 * A log that was restored is another log from there on: what was recorded after the copy is gone, and other events will take those places. Each restoration
 * begins an epoch with a new store id, so that no checkpoint and no projection of the old one is ever followed into the new. The proof log will begin its
 * epochs by these rows.
 */
export interface Epoch {
  /** 0 for a log that was never restored. */
  readonly epoch: number;
  readonly storeId: string;
  /** The log that was continued. */
  readonly formerStoreId: string;
  /** RFC 3339. */
  readonly beganAt: string;
  /** Head of the copy: up to here both logs agree. */
  readonly continues: LogHead;
  /** The last place that the former log is known to have had. The same as `continues` where only the copy was at hand. */
  readonly lastKnown: LogHead;
}

const TABLE = `
  create table if not exists epochs (
    epoch integer primary key check (epoch > 0), store_id text not null, former_store_id text not null, began_at text not null, continues text not null, last_known text not null
  ) strict
`;

interface Row {
  readonly epoch: number;
  readonly store_id: string;
  readonly former_store_id: string;
  readonly began_at: string;
  readonly continues: string;
  readonly last_known: string;
}

/** The epochs of a log after the first, oldest first. */
export function readEpochs(db: SqliteDatabase): readonly Epoch[] {
  if (db.prepare("select 1 from sqlite_master where type = 'table' and name = 'epochs'").get() === undefined) return [];
  return db.prepare<[], Row>('select * from epochs order by epoch').all().map((row) => ({
    epoch: row.epoch, storeId: row.store_id, formerStoreId: row.former_store_id, beganAt: row.began_at,
    continues: JSON.parse(row.continues) as LogHead, lastKnown: JSON.parse(row.last_known) as LogHead,
  }));
}

/** What stands at a place of the log, its head when no place is named; undefined where there is nothing. */
export function readHead(db: SqliteDatabase, position?: Position): LogHead | undefined {
  const sql = 'select position, id, bytes from events';
  const row = position === undefined
    ? db.prepare<[], { position: number; id: string; bytes: Uint8Array }>(`${sql} order by position desc limit 1`).get()
    : db.prepare<[number], { position: number; id: string; bytes: Uint8Array }>(`${sql} where position = ?`).get(Number(position));
  return row && { position: positionOf(row.position), eventId: row.id, sha256: createHash('sha256').update(row.bytes).digest('hex') };
}

/** Begins the next epoch in the file of a log that nobody has open. All or nothing; on disk when it returns. */
export function beginEpoch(file: string, { beganAt, lastKnown }: { readonly beganAt: string; readonly lastKnown?: LogHead }): Epoch {
  try {
    const db = openDatabase(file, { durability: 'full' });
    try {
      return immediate(db, () => {
        const formerStoreId = readStoreId(db);
        const continues = readHead(db);
        if (continues === undefined) throw new RangeError('An empty log has nothing to continue.');
        db.exec(TABLE);
        const epoch: Epoch = { epoch: readEpochs(db).length + 1, storeId: randomBytes(16).toString('hex'), formerStoreId, beganAt, continues, lastKnown: lastKnown ?? continues };
        db.prepare('insert into epochs values (?, ?, ?, ?, ?, ?)').run(epoch.epoch, epoch.storeId, formerStoreId, beganAt, JSON.stringify(continues), JSON.stringify(epoch.lastKnown));
        db.prepare('update store set store_id = ?').run(epoch.storeId);
        // Checkpoints in the file are places of the part that stays.
        db.prepare('update checkpoints set store_id = ?').run(epoch.storeId);
        return epoch;
      });
    } finally {
      db.close();
    }
  } catch (error) {
    throw error instanceof RangeError ? error : toStoreError(error);
  }
}
