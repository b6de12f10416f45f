import type { EventFeed, EventReader } from '@guitu/event-store';
import type { Projections } from '@guitu/event-bus';
import type { Register } from '@guitu/referral';
import { Problem, unlessLate } from '@guitu/service-kit';
import type { Runtime } from '@guitu/service-kit';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { Vault } from '@guitu/vault';
import type { auditProjections } from './modules.js';

export type AuditProjectionName = (typeof auditProjections)[number];
type Query<T> = (db: SqliteDatabase) => T;

/** What the answers of audit are made of. */
export interface Sources {
  readonly store: EventReader & Pick<EventFeed, 'head'>;
  readonly projections: Pick<Projections, 'status' | 'listParked'>;
  /** Queries on one snapshot of a projection's rows. Throws `ProjectionUnavailable` while there is none to read. */
  read<T>(name: AuditProjectionName, query: Query<T>): T;
  readonly vault: Pick<Vault, 'open' | 'find' | 'looks'>;
  readonly register: Register;
  readonly runtime: Pick<Runtime, 'realNow' | 'sleep'>;
}

export const notReady = (): Problem => Problem.of('not-ready', { headers: { 'Retry-After': '1' } });

export function createSources(parts: Omit<Sources, 'read' | 'projections'> & { readonly projections: Pick<Projections, 'status' | 'listParked' | 'reader'> }): Sources {
  const { projections } = parts;
  const readers = { 'audit-log': projections.reader('audit-log'), audit: projections.reader('audit'), report: projections.reader('report') };
  return {
    ...parts,
    read: (name, query) => readers[name].read(query),
  };
}

/** How far these projections have all got: a position, or undefined while one of them has nothing. */
export async function reached(sources: Pick<Sources, 'projections'>, names: readonly AuditProjectionName[]): Promise<string | undefined> {
  const states = await sources.projections.status(names);
  let least: string | undefined;
  for (const name of names) {
    const state = states.find((one) => one.name === name);
    if (state?.position === undefined || state.servesEarlierVersion) return undefined;
    if (least === undefined || state.position < least) least = state.position;
  }
  return least;
}

const LOOK_AGAIN_MS = 4;

/** Waits until they have all got there, for at most so many milliseconds of real time; answers how far they got. */
export async function waitUntilReached(sources: Sources, names: readonly AuditProjectionName[], position: string, limitMs: number): Promise<string | undefined> {
  const { runtime } = sources;
  for (const end = runtime.realNow() + limitMs; ; await runtime.sleep(LOOK_AGAIN_MS)) {
    // Where the thread of the projections is gone, the next one answers.
    const got = await unlessLate(reached(sources, names), Math.max(LOOK_AGAIN_MS, end - runtime.realNow()), runtime);
    if ((got !== undefined && got >= position) || runtime.realNow() >= end) return got;
  }
}

/** A caller who names no prefix gets the newest there is, and waits this long for what was written just before. */
export const FRESH_MS = 250;

/** Waits a moment, so that whoever has just written finds it; goes on with what there is when that moment has passed. */
export async function freshen(sources: Sources, names: readonly AuditProjectionName[]): Promise<void> {
  const head = await sources.store.head();
  if (head !== undefined) await waitUntilReached(sources, names, head, FRESH_MS);
}
