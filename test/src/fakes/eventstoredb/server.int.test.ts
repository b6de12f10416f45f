import { randomUUID } from 'node:crypto';
import { binaryEvent, EventStoreDBClient, streamNameFilter } from '@eventstore/db-client';
import type { BinaryEventType, EventData, Position } from '@eventstore/db-client';
import { startEventStore } from '../../support/eventstoredb.js';
import type { EventStoreOptions, OwnEventStore } from '../../support/eventstoredb.js';
import { waitFor } from '../../support/wait-for.js';

const event = (): EventData => binaryEvent<BinaryEventType>({ id: randomUUID(), type: 'noted', data: Buffer.from('x') });
const CASES = { filter: streamNameFilter({ prefixes: ['case-'] }) };

let server: OwnEventStore;
let client: EventStoreDBClient;
const start = async (options?: EventStoreOptions): Promise<void> => {
  server = await startEventStore(options);
  client = EventStoreDBClient.connectionString(server.url);
};
afterEach(async () => {
  await client.dispose();
  await server.stop();
});

it('kill -9 loses nothing that was acknowledged, and the places stay what they were', async () => {
  await start();
  const acknowledged: Position[] = [];
  const appending = (async () => {
    for (let n = 0; ; n += 1) acknowledged.push((await client.appendToStream('case-1', event(), { expectedRevision: n === 0 ? 'no_stream' : BigInt(n - 1) })).position!);
  })();
  await waitFor('appends', () => acknowledged.length > 20);
  await server.kill();
  await expect(appending).rejects.toThrow();
  await server.restart();
  const stored: Position[] = [];
  for await (const item of client.readStream('case-1')) stored.push(item.event!.position!);
  expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged);
  expect(stored.length - acknowledged.length).toBeLessThanOrEqual(1);
});

it('a subscriber is told again that it has caught up when more had happened than waits for it', async () => {
  await start();
  const revisions: bigint[] = [];
  let caughtUp = 0;
  const subscription = client.subscribeToAll(CASES);
  subscription.on('caughtUp', () => (caughtUp += 1)).on('data', (item) => revisions.push(item.event!.revision));
  await waitFor('"caught up"', () => caughtUp === 1);
  await server.control.inject({ kind: 'stuck' });
  await client.appendToStream('case-1', Array.from({ length: 100 }, event), { expectedRevision: 'no_stream' });
  await server.control.clear();
  await waitFor('"caught up" again', () => caughtUp === 2);
  expect(revisions).toEqual(Array.from({ length: 100 }, (_, n) => BigInt(n)));
});

it('as a server before 21.10 it has no batch append, and as one before 23.10 it does not tell that a subscriber has caught up', async () => {
  await start({ batchAppend: false, version: '21.6.0' });
  let caughtUp = false;
  const given: string[] = [];
  const subscription = client.subscribeToAll(CASES);
  subscription.on('caughtUp', () => (caughtUp = true)).on('data', (item) => given.push(item.event!.streamId));
  await waitFor('the subscription', async () => (await server.control.status()).subscriptions === 1);
  await client.appendToStream('case-1', event(), { expectedRevision: 'no_stream' });
  await waitFor('the event', () => given.length === 1);
  expect(caughtUp).toBe(false);
  expect((await server.control.status()).appendCalls).toBe(0);
});

it('the log is shared with events of the system, of which some have places only', async () => {
  await start();
  const events: { streamId: string; position?: Position }[] = [];
  for await (const item of client.readAll()) events.push(item.event!);
  expect(events.map((item) => item.streamId)).toEqual(['$$$stats', '$user-admin', '$users']);
  expect(events[0]!.position!.commit).toBeGreaterThan(0n);
});

it('clients that are given several addresses find it by asking', async () => {
  await start();
  const { host } = new URL(server.url);
  const asking = EventStoreDBClient.connectionString(`esdb://${host},${host}?tls=false`);
  expect((await asking.appendToStream('case-1', event(), { expectedRevision: 'no_stream' })).success).toBe(true);
  await asking.dispose();
});
