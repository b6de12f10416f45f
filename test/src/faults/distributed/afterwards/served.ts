import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rowsByDefinition, rowsOf } from '@guitu/event-bus/testing';
import type { Rows } from '@guitu/event-bus/testing';
import type { EventReader, StoredEvent } from '@guitu/event-store';
import { openDatabase } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { Vault } from '@guitu/vault';
import { definitionOf, fileOfProjection, projectionsIn } from '../../afterwards/projection-files.js';

/** Which events one copy of a service has taken into one of its projections. */
export interface Taken {
  /** Its folder of the data directory, which names the service and its copy. */
  readonly copy: string;
  readonly name: string;
  /** Last revision that was taken of each stream. */
  readonly gates: ReadonlyMap<string, number>;
  /** Streams that stand still, with the revision and the reason. */
  readonly parked: readonly string[];
}

/** And what it makes of them. */
export interface Served extends Taken {
  readonly rows: Rows;
}

/** Which projection it is of which copy. */
type Named = Pick<Served, 'copy' | 'name'>;

/** Projections of every copy of every service in the data directory. */
export const servedIn = (directory: string): readonly Named[] =>
  readdirSync(directory).filter((copy) => existsSync(join(directory, copy, 'projections'))).toSorted().flatMap((copy) => projectionsIn(join(directory, copy)).map((name) => ({ copy, name })));

/** What one of them has taken, and with it what it makes of that; the service may run. */
export const readServed = (directory: string, which: Named): Served => inFile(directory, which, (db) => ({ ...takenIn(db), ...which, rows: rowsOf(db) }));
export const readTaken = (directory: string, which: Named): Taken => inFile(directory, which, (db) => ({ ...takenIn(db), ...which }));

function inFile<T>(directory: string, { copy, name }: Named, read: (db: SqliteDatabase) => T): T {
  const db = openDatabase(fileOfProjection(join(directory, copy), name), { durability: 'normal' });
  try {
    return db.transaction(() => read(db))();
  } finally {
    db.close();
  }
}

const takenIn = (db: SqliteDatabase) => ({
  gates: new Map(db.prepare<[], { readonly stream: string; readonly revision: number }>('select stream, revision from inbox_gate').all().map(({ stream, revision }) => [stream, revision])),
  parked: db.prepare<[], string>("select stream || ' ' || revision || ' ' || reason from inbox_parked order by stream").pluck().all(),
});

/** By what a projection is made anew. */
export interface Makings {
  readonly vault: Pick<Vault, 'open'>;
  readonly store: EventReader;
}

/** The rows of each are those that its definition makes, at one go and in the order of the log, of the events that it says it has taken. */
export async function expectRebuilt(served: readonly Served[], log: readonly StoredEvent[], { vault, store }: Makings): Promise<void> {
  for (const { copy, name, rows, gates } of served) {
    const taken = log.filter(({ stream, revision }) => revision <= (gates.get(stream) ?? -1));
    expect({ copy, name, rows }).toEqual({ copy, name, rows: await rowsByDefinition(definitionOf(name, vault, store), taken) });
  }
}

/** Events that a projection reads and has not taken, but for streams that stand still. */
export function notTaken({ name, gates, parked }: Taken, log: readonly StoredEvent[], { vault, store }: Makings): readonly string[] {
  const { categories } = definitionOf(name, vault, store);
  const still = new Set(parked.map((one) => one.split(' ', 1)[0]));
  return log.filter(({ stream, revision }) => categories.includes(stream.split('-', 1)[0] ?? '') && !still.has(stream) && revision > (gates.get(stream) ?? -1)).map(({ stream, revision }) => `${stream}#${revision}`);
}
