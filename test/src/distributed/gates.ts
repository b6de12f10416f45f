import { join } from 'node:path';
import type { StoredEvent } from '@guitu/event-store';
import { openDatabase } from '@guitu/sqlite';
import { fileOfProjection } from '../faults/afterwards/projection-files.js';
import { waitFor } from '../support/wait-for.js';

export const agencies = ['police', 'hospital', 'station', 'elder-care', 'civil-affairs'] as const;

/** Streams with the revision of their last event. */
export type Heads = ReadonlyMap<string, number>;

export function headsOf(log: readonly StoredEvent[], categories: readonly string[]): Heads {
  return new Map(log.filter(({ stream }) => categories.includes(stream.split('-', 1)[0] ?? '')).map(({ stream, revision }) => [stream, revision]));
}

/** Resolves when the worklist of each agency has taken these streams up to these revisions; throws after the limit and names what is missing. Looks past the processes that write them. */
export async function worklistsShow(directory: string, heads: Heads, limitMs = 20_000): Promise<void> {
  for (const agency of agencies) await worklistShows(agency, fileOfProjection(join(directory, agency), 'worklist'), heads, limitMs);
}

async function worklistShows(agency: string, file: string, heads: Heads, limitMs: number): Promise<void> {
  const db = openDatabase(file, { durability: 'normal' });
  const applied = db.prepare<[string], number>('select revision from inbox_gate where stream = ?').pluck();
  const behind = (): readonly string[] => [...heads].filter(([stream, revision]) => (applied.get(stream) ?? -1) < revision).map(([stream]) => stream);
  try {
    await waitFor(`the worklist of ${agency}`, () => behind().length === 0, limitMs);
  } catch (cause) {
    throw new Error(`the worklist of ${agency} lacks events of ${behind().slice(0, 5).join(', ')}`, { cause });
  } finally {
    db.close();
  }
}
