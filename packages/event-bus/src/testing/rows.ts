import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { AnyProjection } from '../projection/definition.js';
import { runProjections } from '../projection/projections.js';
import type { Projections } from '../projection/projections.js';
import type { ProjectionSource } from '../projection/source.js';
import { realRuntime } from './real-runtime.js';
import { until } from './until.js';

/** Every row of the projection's own tables, as sorted text. */
export type Rows = Readonly<Record<string, readonly string[]>>;

export function rowsOf(db: SqliteDatabase): Rows {
  const tables = db.prepare<[], string>("select name from sqlite_schema where type = 'table' and name not like 'inbox\\_%' escape '\\' and name not like 'sqlite\\_%' escape '\\' order by name").pluck().all();
  return Object.fromEntries(tables.map((table) => [table, db.prepare(`select * from "${table}"`).all().map((row) => JSON.stringify(row)).sort()]));
}

/** What the projection's rows would be if it were built from the log now, within so many milliseconds. The source stays open. */
export async function rebuiltRows(definition: AnyProjection, source: ProjectionSource, limitMs?: number): Promise<Rows> {
  const directory = mkdtempSync(join(tmpdir(), 'guitu-rebuilt-'));
  const projections = await runProjections({ definitions: [definition], source: { ...source, close: async () => undefined }, directory, runtime: realRuntime(), onIncident: () => undefined });
  try {
    await untilCaughtUp(projections, undefined, limitMs);
    return projections.reader(definition.name).read(rowsOf);
  } finally {
    await projections.close();
    rmSync(directory, { recursive: true });
  }
}

/** Resolves when every projection has taken all that the log held at some moment after the call, and none is being rebuilt. */
export async function untilCaughtUp(projections: Projections, head?: string, limitMs?: number): Promise<void> {
  await until(async () => (await projections.status()).every(({ caughtUp, rebuilding, position }) => caughtUp && !rebuilding && (head === undefined || (position ?? '') >= head)), 'projections to be caught up', limitMs);
}
