import { prepareImmediate } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { StoreError } from '../port.js';
import type { Checkpoint, Position } from '../port.js';
import { placeOf } from '../position.js';
import type { LogReads } from './reads.js';

export interface CheckpointTable {
  load(reader: string): Checkpoint | undefined;
  save(reader: string, position: Position, previous: Position | undefined): 'saved' | 'lost';
}

/** Checkpoints in the log's own file. The store id stands in every row, so that rows carried over from another file are noticed. */
export function prepareCheckpoints(db: SqliteDatabase, storeId: string, reads: LogReads): CheckpointTable {
  const select = db.prepare<[string], { readonly storeId: string; readonly position: Position }>('select store_id as storeId, position from checkpoints where reader = ?');
  const upsert = db.prepare<[string, string, Position]>('insert into checkpoints (reader, store_id, position) values (?, ?, ?) on conflict (reader) do update set position = excluded.position');

  function load(reader: string): Checkpoint | undefined {
    const row = select.get(reader);
    if (row !== undefined && row.storeId !== storeId) throw new StoreError('foreign-checkpoint', `The checkpoint of ${reader} belongs to log ${row.storeId}; this is log ${storeId}.`);
    return row;
  }

  const save = prepareImmediate(db, (reader: string, position: Position, previous: Position | undefined): 'saved' | 'lost' => {
    placeOf(position, reads.head());
    if (load(reader)?.position !== previous) return 'lost';
    upsert.run(reader, storeId, position);
    return 'saved';
  });

  return { load, save };
}
