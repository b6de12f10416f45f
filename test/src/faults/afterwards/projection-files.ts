import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { worklistProjection } from '@guitu/agency-kit';
import { auditLogProjection, auditProjection, reportProjection } from '@guitu/audit';
import { personsProjection } from '@guitu/data-protection';
import { embeddedSource } from '@guitu/event-bus';
import type { AnyProjection } from '@guitu/event-bus';
import { rebuiltRows, rowsOf } from '@guitu/event-bus/testing';
import type { Rows } from '@guitu/event-bus/testing';
import { openMemoryStore } from '@guitu/event-store';
import type { EventReader, EventStore } from '@guitu/event-store';
import { openDatabase } from '@guitu/sqlite';
import type { LocalVault, Vault } from '@guitu/vault';
import { register } from '../../support/register.js';
import type { LogRow } from './log-rows.js';

/** What one projection's file holds, and how far it says it has got. */
export interface ProjectionState {
  readonly name: string;
  /** Place in the log of the last event that it has taken; 0 before the first. */
  readonly upTo: number;
  readonly rows: Rows;
  /** Streams that stand still, with the revision and the reason. */
  readonly parked: readonly string[];
}

const folderOf = (directory: string): string => join(directory, 'projections');
export const pointerOf = (directory: string, name: string): string => join(folderOf(directory), `${name}.current`);
/** The file that serves. */
export const fileOfProjection = (directory: string, name: string): string => join(folderOf(directory), readFileSync(pointerOf(directory, name), 'utf8').trim());

/** Names of the projections that the directory has. */
export function projectionsIn(directory: string): readonly string[] {
  if (!existsSync(folderOf(directory))) return [];
  return readdirSync(folderOf(directory)).filter((file) => file.endsWith('.current')).map((file) => file.slice(0, -'.current'.length)).toSorted();
}

/** Reads a projection's file past the hub, which may run. */
export function readProjection(directory: string, name: string): ProjectionState {
  const db = openDatabase(fileOfProjection(directory, name), { durability: 'normal' });
  try {
    return db.transaction(() => ({
      name,
      upTo: Number(db.prepare<[], string>('select cursor from inbox_cursor').pluck().get() ?? 0),
      rows: rowsOf(db),
      parked: db.prepare<[], string>("select stream || ' ' || revision || ' ' || reason from inbox_parked order by stream").pluck().all(),
    }))();
  } finally {
    db.close();
  }
}

/** A log in memory with the same events up to that place. */
async function logUpTo(rows: readonly LogRow[], upTo: number): Promise<EventStore> {
  const store = openMemoryStore();
  for (const { position, stream, revision, id, type, bytes } of rows) {
    if (position > upTo) break;
    await store.append(stream, [{ id, type, bytes }], { expected: revision === 0 ? 'no-stream' : revision - 1 });
  }
  return store;
}

/** What the hub makes of the log under that name. */
export const definitionOf = (name: string, vault: Pick<Vault, 'open'>, store: EventReader): AnyProjection => {
  const definition = [worklistProjection({ register }), auditLogProjection(), auditProjection({ register }), reportProjection({ vault, store }), personsProjection()].find((one) => one.name === name);
  if (definition === undefined) throw new Error(`this test does not know projection ${name}`);
  return definition as AnyProjection;
};

/** The rows of each file are those that a projection made at one go from the log has at the same place. */
export async function expectRebuildsEqual(directory: string, rows: readonly LogRow[], vault: LocalVault): Promise<readonly ProjectionState[]> {
  const states = projectionsIn(directory).map((name) => readProjection(directory, name));
  for (const { name, upTo, rows: found } of states) {
    const store = await logUpTo(rows, upTo);
    expect({ name, rows: found }).toEqual({ name, rows: await rebuiltRows(definitionOf(name, vault, store), embeddedSource(store)) });
    await store.close();
  }
  return states;
}
