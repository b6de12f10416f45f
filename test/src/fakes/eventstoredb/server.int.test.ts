import { randomUUID } from 'node:crypto';
import { BACKWARDS, binaryEvent, END, EventStoreDBClient, jsonEvent, MaxAppendSizeExceededError, streamNameFilter, StreamNotFoundError, WrongExpectedVersionError } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, AppendExpectedRevision, BinaryEventType, EventData, Position, StreamingRead } from '@eventstore/db-client';
import { startEventStore } from '../../support/eventstoredb.js';
import type { OwnEventStore } from '../../support/eventstoredb.js';

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
  beforeEach(async () => {
    server = await startEventStore();
    client = EventStoreDBClient.connectionString(server.url);
  });
  afterEach(async () => {
    await client.dispose();
    await server.stop();
  });
  const write = (stream: string, count: number) => client.appendToStream(stream, Array.from({ length: count }, (_, n) => event(String(n))), { expectedRevision: 'any' });
  /** Subscribes and notes what comes in which order, until `count` events and the first "caught up" after them. */
  const follow = (count: number, fromPosition?: Position): Promise<{ events: AllStreamResolvedEvent[]; notes: string[]; checkpoints: Position[] }> => {
    const events: AllStreamResolvedEvent[] = [];
    const notes: string[] = [];
    const checkpoints: Position[] = [];
    const filter = streamNameFilter({ prefixes: ['case-'], checkpointReached: (_, place) => void (notes.push('checkpoint'), checkpoints.push(place)) });
    const subscription = client.subscribeToAll({ filter, ...(fromPosition === undefined ? {} : { fromPosition }) });
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
    await write('case-a', 3);
    await write('hub', 2);
    const following = follow(5);
    await write('case-b', 2);
    const { events, notes } = await following;
    expect(events.map((item) => item.event!.streamId)).toEqual(['case-a', 'case-a', 'case-a', 'case-b', 'case-b']);
    expect(notes.indexOf('caught-up')).toBe(notes.indexOf('checkpoint') + 1);
  });

  it('begins after the event at its place', async () => {
    await write('case-a', 3);
    const { events } = await follow(3);
    const again = await follow(1, events[1]!.event!.position!);
    expect(again.events[0]!.event!.position).toEqual(events[2]!.event!.position);
  });

  it('where nothing is for the subscriber a checkpoint comes each 32 events looked through, and names where the last 32 began', async () => {
    await write('hub', 70);
    const { checkpoints } = await follow(0);
    expect(checkpoints).toHaveLength(2);
    expect((await follow(0, checkpoints.at(-1))).events).toEqual([]);
  });

  it('where the last page is full, the checkpoint at the end of the log lies behind the last event', async () => {
    await write('case-a', 60); // With the four events that every log begins with, two pages.
    const { checkpoints, events } = await follow(60);
    const last = events.at(-1)!.event!.position!;
    expect(checkpoints.at(-1)!.commit > last.commit).toBe(true);
    expect(checkpoints.at(-1)!.prepare).toBe(0n);
  });
});
