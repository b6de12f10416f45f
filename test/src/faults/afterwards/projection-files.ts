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
import { waitFor } from '../../support/wait-for.js';
import { logFileOf } from './copy-of.js';
import type { LogRow } from './log-rows.js';

/** The projections that every hub has. */
export const projectionNames = ['audit', 'audit-log', 'persons', 'report', 'worklist'] as const;

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

/** Place in the log of its last event. */
function headOf(directory: string): number {
  const log = openDatabase(logFileOf(directory), { durability: 'full' });
  try {
    return log.prepare<[], number>('select max(position) from events').pluck().get() ?? 0;
  } finally {
    log.close();
  }
}

/** Waits until every projection of a hub that runs has its file and has taken the log to where it ends now. */
export async function untilServed(directory: string): Promise<void> {
  const head = headOf(directory);
  await waitFor(`the projections to serve the log up to ${head}`, () => {
    try {
      return projectionNames.every((name) => readProjection(directory, name).upTo >= head);
    } catch {
      return false; // Its file is being made.
    }
  }, 60_000);
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

/**
 * The rows of each file are those that a projection made at one go from the log has at the same place.
 * With `served`, every projection has a file and that place is the end of the log: see `untilServed`.
 */
export async function expectRebuildsEqual(directory: string, rows: readonly LogRow[], vault: LocalVault, { served }: { readonly served: boolean }): Promise<readonly ProjectionState[]> {
  const states = projectionsIn(directory).map((name) => readProjection(directory, name));
  if (served) {
    expect(states.map(({ name }) => name)).toEqual(projectionNames);
    expect({ standStill: states.filter(({ upTo }) => upTo !== rows.at(-1)?.position).map(({ name }) => name) }).toEqual({ standStill: [] });
  }
  for (const { name, upTo, rows: found } of states) {
    const store = await logUpTo(rows, upTo);
    expect({ name, rows: found }).toEqual({ name, rows: await rebuiltRows(definitionOf(name, vault, store), embeddedSource(store)) });
    await store.close();
  }
  return states;
}
