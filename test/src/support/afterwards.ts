import { worklistProjection } from '@guitu/agency-kit';
import { caseStream, decodeEvent } from '@guitu/contracts';
import type { AnyEvent, RegisterData } from '@guitu/contracts';
import type { AnyProjection } from '@guitu/event-bus';
import { rowsByDefinition, rowsOf } from '@guitu/event-bus/testing';
import type { Rows } from '@guitu/event-bus/testing';
import type { EventFeed, StoredEvent } from '@guitu/event-store';
import { feedChecker } from '@guitu/service-kit/testing';
import type { Hub } from '@guitu/standalone';
import type { TestHub } from './hub.js';
import { register } from './register.js';
import { readAll } from './secrets.js';
import { findTraces } from './traces.js';
import { waitFor } from './wait-for.js';

async function readStored(store: Pick<EventFeed, 'subscribe'>): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const page of store.subscribe({ live: false })) events.push(...page.events);
  return events;
}

/** The whole log, in its order. */
export const readLog = async (store: Pick<EventFeed, 'subscribe'>): Promise<readonly AnyEvent[]> => (await readStored(store)).map(({ bytes }) => decodeEvent(bytes));

/** All rows of the worklist, once it has seen the whole log. */
export async function worklistRows({ store, projections }: Pick<Hub, 'store' | 'projections'>): Promise<Rows> {
  const last = new Map<string, number>();
  for (const { category, subject, revision } of await readLog(store)) if (category === 'case') last.set(caseStream(subject), revision);
  for (const [stream, revision] of last) expect(await projections.waitFor('worklist', stream, revision, 10_000)).toBe('applied');
  await waitFor('the worklist to be caught up', async () => (await projections.status()).every(({ caughtUp }) => caughtUp));
  const reader = projections.reader('worklist');
  try {
    return reader.read(rowsOf);
  } finally {
    reader.close();
  }
}

/** No stream stands still, and following the log event by event has led to the rows that its definition makes of it, and so does a rebuild. `installed`: the register of that hub. */
export async function projectionsAgree({ hub }: Pick<TestHub, 'hub'>, installed: RegisterData = register): Promise<void> {
  const followed = await worklistRows(hub);
  expect(await hub.projections.listParked()).toEqual([]);
  const log = await readStored(hub.store);
  expect(followed).toEqual(await rowsByDefinition(worklistProjection({ register: installed }, hub.store) as AnyProjection, log));
  expect(followed['cases']?.length).toBeGreaterThan(0);

  const applied = async (): Promise<number> => (await hub.projections.status()).find(({ name }) => name === 'worklist')?.applied ?? 0;
  const before = await applied();
  await hub.projections.rebuild('worklist');
  expect(await worklistRows(hub)).toEqual(followed);
  expect((await applied()) - before).toBeGreaterThanOrEqual(log.filter(({ stream }) => /^(?:case|person)-/u.test(stream)).length);
}

/** Each event that was written, to the byte, against the document that readers of the feed are given. */
export async function everyEventIsDescribed(store: Pick<EventFeed, 'subscribe'>): Promise<void> {
  const faultsOf = feedChecker();
  const types = new Set<string>();
  for await (const page of store.subscribe({ live: false })) {
    for (const { bytes, type } of page.events) {
      types.add(type);
      expect(faultsOf(bytes)).toEqual([]);
    }
  }
  expect(types.size).toBeGreaterThan(10);
}

/** Searches every file of the hub for everything that was sent sealed, in every encoding that a careless program might have used. */
export async function nothingPersonalOnDisk({ hub, directory, secrets }: TestHub): Promise<void> {
  const files = await readAll(directory);
  const names = [...files.keys()];
  for (const expected of [/log\.db$/u, /log\.db-wal$/u, /projections\/.*worklist/u, /keys\.db$/u]) expect(names.filter((name) => expected.test(name))).not.toEqual([]);
  // The search finds what is there: organisations stand in plain text, in the log and in the rows.
  expect(findTraces(files, ['station-baoji']).length).toBeGreaterThanOrEqual(2);
  expect(secrets.size).toBeGreaterThan(20);
  expect(findTraces(files, secrets)).toEqual([]);
  expect(hub.hubId).toMatch(/^[0-9a-f-]{36}$/u);
}
