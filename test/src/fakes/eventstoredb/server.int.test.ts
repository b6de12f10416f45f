import { randomUUID } from 'node:crypto';
import { BACKWARDS, binaryEvent, DeadlineExceededError, END, EventStoreDBClient, jsonEvent, MaxAppendSizeExceededError, streamNameFilter, StreamNotFoundError, WrongExpectedVersionError } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, AppendExpectedRevision, BinaryEventType, EventData, Position, StreamingRead } from '@eventstore/db-client';
import { startEventStore } from '../../support/eventstoredb.js';
import type { OwnEventStore } from '../../support/eventstoredb.js';
import { waitFor } from '../../support/wait-for.js';

const event = (text = 'x'): EventData => binaryEvent<BinaryEventType>({ id: randomUUID(), type: 'noted', data: Buffer.from(text) });
const all = async <T>(read: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of read) items.push(item);
  return items;
};

describe.each([
  { path: 'batch append', batchAppend: true },
  { path: 'one call per append', batchAppend: false },
])('by $path', ({ batchAppend }) => {
  let server: OwnEventStore;
  let client: EventStoreDBClient;
  beforeAll(async () => {
    server = await startEventStore({ batchAppend });
    client = EventStoreDBClient.connectionString(server.url);
  });
  afterAll(async () => {
    await client.dispose();
    await server.stop();
  });
  const append = (stream: string, events: EventData[], expectedRevision: AppendExpectedRevision) => client.appendToStream(stream, events, { expectedRevision });

  it('a repeated append answers with its first revision and place, also when the stream has gone on', async () => {
    const events = [event(), event()];
    const first = await append('case-repeated', events, 'no_stream');
    await append('case-repeated', [event()], 1n);
    expect(await append('case-repeated', events, 'no_stream')).toEqual(first);
    expect(first.nextExpectedRevision).toBe(1n);
    expect(await all(client.readStream('case-repeated'))).toHaveLength(3);
  });

  it('an append that stands there in part, or with other ids, is a conflict', async () => {
    const [first, second] = [event(), event()];
    await append('case-partly', [first], 'no_stream');
    await expect(append('case-partly', [first, second], 'no_stream')).rejects.toThrow(WrongExpectedVersionError);
    await expect(append('case-partly', [second], 'no_stream')).rejects.toMatchObject({ actualVersion: 0n, expectedVersion: 'no_stream', streamName: 'case-partly' });
    await expect(append('case-not-there', [second], 3n)).rejects.toMatchObject({ actualVersion: 'no_stream', expectedVersion: 3n });
  });

  it('an id is written again where the expected revision stands', async () => {
    const twice = event();
    await append('case-twice', [twice], 'no_stream');
    expect((await append('case-twice', [twice], 0n)).nextExpectedRevision).toBe(1n);
  });

  it('without an exact revision an id of this stream is found, and one that another stream has had since is not', async () => {
    const once = event();
    await append('case-any', [once], 'any');
    expect((await append('case-any', [once], 'any')).nextExpectedRevision).toBe(0n);
    await append('case-other', [once], 'no_stream');
    expect((await append('case-any', [once], 'any')).nextExpectedRevision).toBe(1n);
    await expect(append('case-none', [event()], 'stream_exists')).rejects.toMatchObject({ actualVersion: 'no_stream', expectedVersion: 'stream_exists' });
  });

  it('an append whose time is over when it comes is given up, and writes nothing', async () => {
    await expect(client.appendToStream('case-late', event(), { expectedRevision: 'no_stream', deadline: -1 })).rejects.toThrow(DeadlineExceededError);
    await expect(all(client.readStream('case-late'))).rejects.toThrow(StreamNotFoundError);
  });

  it('an append of more than 1 MiB is refused and writes nothing', async () => {
    await expect(append('case-large', [event('x'.repeat(1_048_576))], 'no_stream')).rejects.toThrow(MaxAppendSizeExceededError);
    await expect(all(client.readStream('case-large'))).rejects.toThrow(StreamNotFoundError);
  });
});

describe('reading', () => {
  let server: OwnEventStore;
  let client: EventStoreDBClient;
  beforeAll(async () => {
    server = await startEventStore();
    client = EventStoreDBClient.connectionString(server.url);
    await client.appendToStream('case-1', Array.from({ length: 70 }, (_, n) => event(String(n))), { expectedRevision: 'no_stream' });
  });
  afterAll(async () => {
    await client.dispose();
    await server.stop();
  });
  const texts = async (read: StreamingRead<{ event?: { data: unknown } }>) => (await all(read)).map((item) => Buffer.from(item.event!.data as Uint8Array).toString());

  it('a stream is read from a revision, in both directions, as far as asked', async () => {
    expect(await texts(client.readStream('case-1', { fromRevision: 67n }))).toEqual(['67', '68', '69']);
    expect(await texts(client.readStream('case-1', { fromRevision: 40n, maxCount: 2 }))).toEqual(['40', '41']);
    expect(await texts(client.readStream('case-1', { direction: BACKWARDS, fromRevision: 1n }))).toEqual(['1', '0']);
    expect(await texts(client.readStream('case-1', { direction: BACKWARDS, fromRevision: END, maxCount: 1 }))).toEqual(['69']);
    expect(await texts(client.readStream('case-1', { fromRevision: 70n }))).toEqual([]);
  });

  it('the whole log is read forwards with the event at the place, and backwards without it', async () => {
    const whole = await all(client.readAll());
    const positions = whole.map((item) => item.event!.position!);
    expect(positions.map((place) => place.commit)).toEqual([...positions.map((place) => place.commit)].sort((a, b) => Number(a - b)));
    expect(whole.map((item) => item.event!.streamId)).toEqual(expect.arrayContaining(['$users', 'case-1']));
    const place = positions.at(-5)!;
    expect(await all(client.readAll({ fromPosition: place }))).toHaveLength(5);
    expect((await all(client.readAll({ direction: BACKWARDS, fromPosition: place, maxCount: 1 })))[0]!.event!.position).toEqual(positions.at(-6));
    expect((await all(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 })))[0]!.event!.position).toEqual(positions.at(-1));
  });

  it('a place where no event begins cannot be read from', async () => {
    const [first] = await all(client.readAll({ maxCount: 1 }));
    const between: Position = { commit: first!.event!.position!.commit + 1n, prepare: first!.event!.position!.prepare + 1n };
    await expect(all(client.readAll({ fromPosition: between }))).rejects.toThrow('invalid position');
  });

  it('a JSON event comes back as an object, with its metadata', async () => {
    await client.appendToStream('case-json', jsonEvent({ type: 'noted', data: { a: [1] }, metadata: { by: 'x' } }), { expectedRevision: 'no_stream' });
    const [item] = await all(client.readStream('case-json'));
    expect(item!.event).toMatchObject({ isJson: true, data: { a: [1] }, metadata: { by: 'x' } });
  });

  it('$maxCount hides the older events of a stream, and $all still shows them', async () => {
    await client.setStreamMetadata('position-of-x', { maxCount: 1 });
    for (const text of ['a', 'b', 'c']) await client.appendToStream('position-of-x', event(text), { expectedRevision: 'any' });
    expect(await texts(client.readStream('position-of-x'))).toEqual(['c']);
    expect((await client.getStreamMetadata('position-of-x')).metadata).toEqual({ maxCount: 1 });
    expect((await all(client.readAll())).filter((item) => item.event!.streamId === 'position-of-x')).toHaveLength(3);
  });
});

describe('a subscription', () => {
  let server: OwnEventStore;
  let client: EventStoreDBClient;
  let prefix: string;
  let begin: Position;
  beforeAll(async () => {
    server = await startEventStore();
    client = EventStoreDBClient.connectionString(server.url);
  });
  beforeEach(async () => {
    prefix = `case-${randomUUID()}`;
    begin = (await write('hub', 1)).position!;
  });
  afterAll(async () => {
    await client.dispose();
    await server.stop();
  });
  const write = (stream: string, count: number) => client.appendToStream(stream, Array.from({ length: count }, (_, n) => event(String(n))), { expectedRevision: 'any' });
  /** Subscribes and notes what comes in which order, until `count` events and the first "caught up". */
  const follow = (count: number, fromPosition = begin): Promise<{ events: AllStreamResolvedEvent[]; notes: string[]; checkpoints: Position[] }> => {
    const events: AllStreamResolvedEvent[] = [];
    const notes: string[] = [];
    const checkpoints: Position[] = [];
    const filter = streamNameFilter({ prefixes: [prefix], checkpointReached: (_, place) => void (notes.push('checkpoint'), checkpoints.push(place)) });
    const subscription = client.subscribeToAll({ filter, fromPosition });
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (events.length === count && notes.includes('caught-up')) void subscription.unsubscribe().then(() => resolve({ events, notes, checkpoints }));
      };
      subscription.on('data', (item) => (events.push(item), notes.push('event'), look()));
      subscription.on('caughtUp', () => (notes.push('caught-up'), look()));
      subscription.on('error', reject);
    });
  };

  it('gives what stands in the log, a checkpoint, "caught up", and what comes', async () => {
    await write(`${prefix}-a`, 3);
    await write('hub', 2);
    const following = follow(5);
    await write(`${prefix}-b`, 2);
    const { events, notes } = await following;
    expect(events.map((item) => item.event!.streamId.slice(-1))).toEqual(['a', 'a', 'a', 'b', 'b']);
    expect(notes.indexOf('caught-up')).toBe(notes.indexOf('checkpoint') + 1);
  });

  it('begins after the event at its place', async () => {
    await write(prefix, 3);
    const { events } = await follow(3);
    const again = await follow(1, events[1]!.event!.position!);
    expect(again.events[0]!.event!.position).toEqual(events[2]!.event!.position);
  });

  it('where nothing is for the subscriber a checkpoint comes each 32 events looked through, and names where the last of them began', async () => {
    await write('hub', 69); // Behind the event where it begins, which is looked through as well: two pages and a part of the third.
    const { checkpoints } = await follow(0);
    expect(checkpoints[0]).toEqual(begin);
    expect(checkpoints).toHaveLength(3);
    expect((await follow(0, checkpoints.at(-1))).events).toEqual([]);
  });

  it('where the last page is full, the checkpoint at the end of the log lies behind the last event', async () => {
    const { position } = await write(prefix, 63);
    const { checkpoints } = await follow(63);
    expect(checkpoints.at(-1)!.commit > position!.commit).toBe(true);
    expect(checkpoints.at(-1)!.prepare).toBe(0n);
  });

  it('is told again that it has caught up when more had happened than waits for it', async () => {
    const revisions: bigint[] = [];
    let caughtUp = 0;
    const subscription = client.subscribeToAll({ filter: streamNameFilter({ prefixes: [prefix] }), fromPosition: begin });
    subscription.on('caughtUp', () => (caughtUp += 1)).on('data', (item) => revisions.push(item.event!.revision));
    await waitFor('"caught up"', () => caughtUp === 1);
    await server.control.inject({ kind: 'stuck' });
    await write(prefix, 100);
    await server.control.clear();
    await waitFor('"caught up" again', () => caughtUp === 2);
    expect(revisions).toEqual(Array.from({ length: 100 }, (_, n) => BigInt(n)));
    await subscription.unsubscribe();
  });

  it('that begins beyond the head is told that it has caught up, and gets nothing before the log is there', async () => {
    const beyond = { commit: begin.commit + 1_000_000n, prepare: begin.prepare + 1_000_000n };
    const following = follow(0, beyond);
    await write(prefix, 1);
    expect((await following).events).toEqual([]);
  });
});

it('a server before 23.10 does not tell that a subscriber has caught up', async () => {
  const server = await startEventStore({ version: '22.10.5' });
  const client = EventStoreDBClient.connectionString(server.url);
  const notes: string[] = [];
  const subscription = client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['case-'], checkpointReached: () => void notes.push('checkpoint') }) });
  subscription.on('caughtUp', () => notes.push('caught-up')).on('data', () => notes.push('event'));
  await waitFor('the subscription', async () => (await server.control.status()).subscriptions === 1);
  await client.appendToStream('case-1', event(), { expectedRevision: 'no_stream' });
  await waitFor('the event', () => notes.includes('event'));
  expect(notes).not.toContain('caught-up');
  await client.dispose();
  await server.stop();
});

it('kill -9 loses nothing that was acknowledged, and the places stay what they were', async () => {
  const server = await startEventStore();
  const client = EventStoreDBClient.connectionString(server.url);
  const acknowledged: Position[] = [];
  const appending = (async () => {
    for (let n = 0; ; n += 1) acknowledged.push((await client.appendToStream('case-1', event(), { expectedRevision: n === 0 ? 'no_stream' : BigInt(n - 1) })).position!);
  })();
  await waitFor('appends', () => acknowledged.length > 20);
  await server.kill();
  await expect(appending).rejects.toThrow();
  await server.restart();
  const stored = (await all(client.readStream('case-1'))).map((item) => item.event!.position);
  expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged);
  expect(stored.length - acknowledged.length).toBeLessThanOrEqual(1);
  await client.dispose();
  await server.stop();
});
