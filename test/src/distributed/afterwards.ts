import { dirname, join } from 'node:path';
import { worklistProjection } from '@guitu/agency-kit';
import { auditLogProjection, auditProjection } from '@guitu/audit';
import { embeddedSource } from '@guitu/event-bus';
import { rebuiltRows } from '@guitu/event-bus/testing';
import type { EventStoreDbFeed } from '@guitu/event-store/eventstoredb';
import type { StoredEvent } from '@guitu/event-store';
import { readProjection } from '../faults/afterwards/projection-files.js';
import type { DistributedHub } from '../support/distributed-hub.js';
import { sharedBrokerData } from '../support/kafka.js';
import { readAll } from '../support/secrets.js';
import { findTraces } from '../support/traces.js';
import { everyone } from './everyone.js';
import { agencies, headsOf, worklistsShow } from './gates.js';

/** A rebuild of the whole year's rows from the event store, on a busy machine. */
const REBUILD_MS = 600_000;

/** The whole log, in its order. */
export async function storedEvents(feed: EventStoreDbFeed): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const page of feed.subscribe({ live: false })) events.push(...page.events);
  return events;
}

/** No stream stands still anywhere, and what came to each service over Kafka, or over its own feed, has led to the rows that the log itself leads to. */
export async function rowsAreThoseOfTheLog({ directory }: DistributedHub, feed: EventStoreDbFeed): Promise<void> {
  const source = embeddedSource(feed);
  const worklist = worklistProjection({ register: everyone });
  await worklistsShow(directory, headsOf(await storedEvents(feed), worklist.categories));
  const expected = await rebuiltRows(worklist, source, REBUILD_MS);
  expect(expected['cases']?.length).toBeGreaterThan(0);
  for (const agency of agencies) expect({ agency, ...rowsAt(join(directory, agency), 'worklist') }).toEqual({ agency, rows: expected, parked: [] });
  for (const definition of [auditLogProjection(), auditProjection({ register: everyone })]) {
    expect({ name: definition.name, ...rowsAt(join(directory, 'audit'), definition.name) }).toEqual({ name: definition.name, rows: await rebuiltRows(definition, source, REBUILD_MS), parked: [] });
  }
}

function rowsAt(directory: string, name: string) {
  const { rows, parked } = readProjection(directory, name);
  return { rows, parked };
}

/** What every process, the event store and the broker keep: files by place and by name. */
export async function keptPlaces({ directory, eventStore, log }: DistributedHub): Promise<Readonly<Record<string, ReadonlyMap<string, Uint8Array>>>> {
  return { processes: await readAll(directory), 'event store': await readAll(dirname(eventStore.file)), ...(await topicsOf(log.namespace)) };
}

/** Searches what is kept anywhere for everything that was sent sealed. */
export async function nothingPersonalAnywhere(hub: DistributedHub, secrets: ReadonlySet<string>): Promise<void> {
  const places = await keptPlaces(hub);
  const all = new Map(Object.values(places).flatMap((files) => [...files]));
  const names = [...all.keys()];
  for (const expected of [/log\.db$/u, /keys\.db$/u, ...[...agencies, 'audit'].map((service) => new RegExp(`/${service}/projections/.*\\.db$`, 'u'))]) expect(names.filter((name) => expected.test(name))).not.toEqual([]);
  expect(secrets.size).toBeGreaterThan(20);
  // The search finds what is there: organisations stand in plain text everywhere.
  for (const [place, files] of Object.entries(places)) expect({ place, found: findTraces(files, ['station-baoji']).length > 0 }).toEqual({ place, found: true });
  expect(findTraces(all, secrets)).toEqual([]);
}

/** What the broker keeps of the hub's topics, where its files are on this machine. */
async function topicsOf(namespace: string): Promise<{ readonly broker?: ReadonlyMap<string, Uint8Array> }> {
  const directory = sharedBrokerData();
  if (directory === undefined) {
    process.stderr.write('The files of a broker that is somewhere else are not searched for what is personal.\n');
    return {};
  }
  return { broker: await readAll(directory, (file) => file.includes(`guitu.${namespace}.`) && file.endsWith('.log')) };
}
