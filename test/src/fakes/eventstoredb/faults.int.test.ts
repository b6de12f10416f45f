import { randomUUID } from 'node:crypto';
import {
  binaryEvent, DeadlineExceededError, EventStoreDBClient, streamNameFilter, TimeoutError, UnavailableError, UnknownError, WrongExpectedVersionError,
} from '@eventstore/db-client';
import type { BinaryEventType, EventData, Position } from '@eventstore/db-client';
import { startEventStore } from '../../support/eventstoredb.js';
import type { OwnEventStore } from '../../support/eventstoredb.js';
import { waitFor } from '../../support/wait-for.js';

const event = (): EventData => binaryEvent<BinaryEventType>({ id: randomUUID(), type: 'noted', data: Buffer.from('x') });

let server: OwnEventStore;
let client: EventStoreDBClient;
let stream: string;
beforeAll(async () => {
  server = await startEventStore();
});
beforeEach(() => {
  client = EventStoreDBClient.connectionString(server.url);
  stream = `case-${randomUUID()}`;
});
afterEach(async () => {
  await client.dispose();
  await server.control.clear();
});
afterAll(() => server.stop());

const append = (...events: EventData[]) => client.appendToStream(stream, events.length === 0 ? [event()] : events, { expectedRevision: 'no_stream' });
const stored = async (): Promise<number> => {
  let count = 0;
  try {
    for await (const _ of client.readStream(stream)) count += 1;
  } catch (error) {
    if ((error as { type?: string }).type !== 'stream-not-found') throw error;
  }
  return count;
};

/** A subscription to this test's stream, and a note of what it got. */
function follow() {
  const got: string[] = [];
  const checkpoints: Position[] = [];
  const streams: string[] = [];
  const errors: unknown[] = [];
  const filter = streamNameFilter({ prefixes: [stream], checkpointReached: (_, place) => void (got.push('checkpoint'), checkpoints.push(place)) });
  const subscription = client.subscribeToAll({ filter, fromPosition: 'end' });
  subscription.on('data', (item) => (got.push('event'), streams.push(item.event!.streamId)));
  subscription.on('caughtUp', () => got.push('caught-up'));
  subscription.on('error', (error) => errors.push(error));
  return { got, checkpoints, streams, errors, live: () => waitFor('"caught up"', () => got.includes('caught-up')) };
}

describe('appends', () => {
  it.each([true, false])('wrong-version: a conflict is answered, and whether it was written is %s', async (wrote) => {
    await server.control.inject({ kind: 'append', fails: 'wrong-version', wrote });
    await expect(append()).rejects.toThrow(WrongExpectedVersionError);
    expect(await stored()).toBe(wrote ? 1 : 0);
  });

  it.each([true, false])('timed-out: the append is given up, and whether it was written is %s', async (wrote) => {
    await server.control.inject({ kind: 'append', fails: 'timed-out', wrote });
    await expect(append()).rejects.toThrow(DeadlineExceededError);
    expect(await stored()).toBe(wrote ? 1 : 0);
  });

  it('no-answer: an append waits beyond its deadline, and the next is answered', async () => {
    await server.control.inject({ kind: 'append', fails: 'no-answer', wrote: true });
    let settled = false;
    const end = Date.now() + 1_000;
    const silent = client.appendToStream(stream, event(), { expectedRevision: 'no_stream', deadline: 1_000 });
    void silent.catch(() => undefined).finally(() => (settled = true));
    await waitFor('the event', async () => (await stored()) === 1);
    await client.appendToStream(stream, event(), { expectedRevision: 0n });
    await waitFor('the deadline', () => Date.now() > end);
    expect(settled).toBe(false);
  });

  it.each([true, false])('death: the server dies in the middle of an append, and whether it was written is %s', async (wrote) => {
    await server.control.inject({ kind: 'append', fails: 'death', wrote });
    await expect(append()).rejects.toThrow(UnavailableError);
    await server.restart();
    expect(await stored()).toBe(wrote ? 1 : 0);
  });

  it('no-position: a repeated append is answered without a place', async () => {
    const repeated = event();
    await append(repeated);
    await server.control.inject({ kind: 'no-position' });
    expect(await append(repeated)).toEqual({ success: true, nextExpectedRevision: 0n, position: undefined });
  });

  it('unavailable: appends are refused as by a server that is not ready, reads as by one that is away', async () => {
    await append();
    await server.control.inject({ kind: 'unavailable' });
    await expect(append()).rejects.toThrow(UnknownError);
    await expect(stored()).rejects.toThrow(UnavailableError);
    await server.control.clear();
    expect(await stored()).toBe(1);
  });

  it('drop: appends that wait for their answer are cut off', async () => {
    await server.control.inject({ kind: 'append', fails: 'no-answer', wrote: false });
    const cut = expect(append()).rejects.toThrow(UnavailableError);
    await waitFor('the append', async () => (await server.control.status()).faults.length === 0);
    await server.control.inject({ kind: 'drop' });
    await cut;
  });
});

describe('reads', () => {
  it('silent-read: a read is never answered, and the next is', async () => {
    await append();
    await server.control.inject({ kind: 'silent-read' });
    let items = 0;
    const silent = client.readStream(stream).on('data', () => (items += 1)).on('end', () => (items += 1));
    await waitFor('the read', async () => (await server.control.status()).faults.length === 0);
    expect(await stored()).toBe(1);
    expect(items).toBe(0);
    await silent.cancel();
  });

  it('lag: answers come late', async () => {
    await server.control.inject({ kind: 'lag', answersMs: 40 });
    const begun = performance.now();
    await append();
    expect(performance.now() - begun).toBeGreaterThan(39);
  });
});

describe('subscriptions', () => {
  it('drop: all streams end after so many more events', async () => {
    const followed = follow();
    await followed.live();
    await server.control.inject({ kind: 'drop', afterEvents: 2 });
    await append(event(), event(), event());
    await waitFor('the drop', () => followed.errors.length === 1);
    expect(followed.errors[0]).toBeInstanceOf(UnavailableError);
    expect(followed.streams).toHaveLength(2);
  });

  it('drop, as too slow: a subscriber is told to come again, and appends go on', async () => {
    await append();
    const followed = follow();
    await followed.live();
    await server.control.inject({ kind: 'drop', as: 'too-slow' });
    await waitFor('the drop', () => followed.errors.length === 1);
    expect(followed.errors[0]).toBeInstanceOf(TimeoutError);
    expect(String(followed.errors[0])).toContain('Consumer too slow');
    await client.appendToStream(stream, event(), { expectedRevision: 0n });
  });

  it('lag: events come late', async () => {
    const followed = follow();
    await followed.live();
    await server.control.inject({ kind: 'lag', eventsMs: 40 });
    await append();
    const begun = performance.now();
    await waitFor('the event', () => followed.streams.length === 1);
    expect(performance.now() - begun).toBeGreaterThan(20);
  });

  it('stuck: nothing comes until the fault is cleared, and then everything', async () => {
    const followed = follow();
    const other = follow();
    await Promise.all([followed.live(), other.live()]);
    await server.control.inject({ kind: 'stuck' });
    await append();
    await client.appendToStream(stream, event(), { expectedRevision: 0n });
    expect(followed.streams).toEqual([]);
    await server.control.clear();
    await waitFor('the events', () => followed.streams.length === 2);
  });

  it('eager-checkpoints: a checkpoint and "caught up" after each event, while others are still to come', async () => {
    const followed = follow();
    await followed.live();
    await server.control.inject({ kind: 'eager-checkpoints' });
    await append(event(), event());
    await waitFor('the events', () => followed.got.length === 7);
    expect(followed.got.slice(1)).toEqual(['event', 'checkpoint', 'caught-up', 'event', 'checkpoint', 'caught-up']);
  });

  it('early-checkpoints: a checkpoint comes before its events', async () => {
    const followed = follow();
    await followed.live();
    await server.control.inject({ kind: 'early-checkpoints' });
    const { position } = await append();
    await waitFor('the event', () => followed.streams.length === 1);
    expect(followed.got.slice(1)).toEqual(['checkpoint', 'event']);
    expect(followed.checkpoints).toEqual([position]);
  });

  it('impossible-checkpoint: a place of 2^64-1', async () => {
    const followed = follow();
    await followed.live();
    await server.control.inject({ kind: 'impossible-checkpoint' });
    await waitFor('the checkpoint', () => followed.checkpoints.length === 1);
    expect(followed.checkpoints[0]!.commit).toBe(2n ** 64n - 1n);
  });

  it('leak: an event comes that the filter excludes', async () => {
    const followed = follow();
    await followed.live();
    await server.control.inject({ kind: 'leak' });
    await server.control.writeStatistics(2);
    await append();
    await waitFor('the events', () => followed.streams.length === 2);
    expect(followed.streams).toEqual(['$stats', stream]);
  });
});
