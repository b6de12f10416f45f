import { existsSync, statSync } from 'node:fs';
import type { SqliteDatabase } from '@guitu/sqlite';
import { immediate, openDatabase } from '@guitu/sqlite';
import { INBOX_SCHEMA, prepareInbox } from '../inbox/tables.js';
import type { InboxTables } from '../inbox/tables.js';
import { fingerprintOf } from './definition.js';
import type { AnyProjection } from './definition.js';
import { describe, sqliteFault } from './fault.js';

/** Larger files are not read through at the start; damage in them is found when it is touched. */
const CHECK_UP_TO_BYTES = 64 * 1024 * 1024;

/**
 * Milliseconds that a commit waits for a lock of somebody else's. The thread stands still meanwhile: it tells nobody how far it is and does not hear that it is to end.
 * A commit that fails is tried again anyway, and between two tries the thread answers.
 */
const BUSY_MS = 200;

export interface ProjectionFile {
  readonly path: string;
  readonly db: SqliteDatabase;
  readonly tables: InboxTables;
  readonly owner: string;
  /** False once the file at the path is another one or none. */
  readonly inPlace: () => boolean;
}

/** What stands at a path that should be a projection's file. */
export type Inspection =
  | { readonly kind: 'usable'; readonly file: ProjectionFile }
  /** Made by another version of the definition: it can serve, not go on. */
  | { readonly kind: 'outdated' }
  | { readonly kind: 'unusable'; readonly why: string };

/** Makes an empty projection that belongs to this log and this definition, and to this owner. */
export function createProjectionFile(path: string, definition: AnyProjection, storeId: string, owner: string): ProjectionFile {
  const db = openDatabase(path, { durability: 'normal' });
  try {
    return immediate(db, () => {
      db.exec(INBOX_SCHEMA);
      db.exec(definition.schema);
      const tables = prepareInbox(db);
      tables.setMeta('fingerprint', fingerprintOf(definition));
      tables.setMeta('version', String(definition.version));
      tables.setMeta('store', storeId);
      return own(path, db, tables, owner);
    });
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens what the last run left, if this definition can go on with it. Throws only for what waiting may cure. */
export function openProjectionFile(path: string, definition: AnyProjection, storeId: string, owner: string): Inspection {
  if (!existsSync(path)) return { kind: 'unusable', why: 'The file is missing.' };
  let db: SqliteDatabase | undefined;
  try {
    db = openDatabase(path, { durability: 'normal' });
    const found = statSync(path).size <= CHECK_UP_TO_BYTES ? String(db.pragma('quick_check(1)', { simple: true })) : 'ok';
    if (found !== 'ok') throw new Error(found);
    const tables = prepareInbox(db);
    const store = tables.meta('store');
    if (store !== storeId) throw new Error(`It belongs to log ${String(store)}; this is log ${storeId}.`);
    if (tables.meta('fingerprint') === fingerprintOf(definition)) return { kind: 'usable', file: own(path, db, tables, owner) };
    db.close();
    return { kind: 'outdated' };
  } catch (error) {
    db?.close();
    if (sqliteFault(error) === 'transient') throw error;
    return { kind: 'unusable', why: describe(error) };
  }
}

function own(path: string, db: SqliteDatabase, tables: InboxTables, owner: string): ProjectionFile {
  tables.setMeta('owner', owner);
  db.pragma(`busy_timeout = ${BUSY_MS}`);
  const { ino } = statSync(path);
  return { path, db, tables, owner, inPlace: () => statSync(path, { throwIfNoEntry: false })?.ino === ino };
}
