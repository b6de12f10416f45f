import { randomUUID } from 'node:crypto';
import {
  BACKWARDS, binaryEvent, DeadlineExceededError, END, EventStoreDBClient, jsonEvent, MaxAppendSizeExceededError, streamNameFilter, StreamNotFoundError, UnknownError, WrongExpectedVersionError,
} from '@eventstore/db-client';
import type { AllStreamResolvedEvent, AppendExpectedRevision, BaseOptions, BinaryEventType, EventData, Position, StreamingRead } from '@eventstore/db-client';
import type { EventStoreServer } from '../../support/eventstoredb.js';

const event = (text = 'x'): EventData => binaryEvent<BinaryEventType>({ id: randomUUID(), type: 'noted', data: Buffer.from(text) });
const events = (count: number): EventData[] => Array.from({ length: count }, (_, n) => event(String(n)));
const all = async <T>(read: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of read) items.push(item);
  return items;
};

/** Credentials of their own make the client append one call at a time; without TLS it does not send them. */
function credentialsIn(url: string): { username: string; password: string } {
  const { username, password } = new URL(url);
  return { username: username === '' ? 'nobody' : username, password };
}

/**
 * Declares jest tests for what our adapter, or a trap that it avoids, takes for granted of a server: what our own server is built after, and any EventStoreDB
 * from 23.10 on can be asked whether it is so. The server may hold other events, but nobody else may be writing.
 */
export function describeServer(name: string, start: () => Promise<EventStoreServer>): void {
  describe(name, () => {
    let server: EventStoreServer;
    let client: EventStoreDBClient;
    let stream: string;
    beforeAll(async () => {
      server = await start();
      client = EventStoreDBClient.connectionString(server.url);
    });
    beforeEach(() => {
      stream = `case-${randomUUID()}`;
    });
    afterAll(async () => {
      await client.dispose();
      await server.stop();
    });
    const write = (to: string, list: EventData | EventData[]) => client.appendToStream(to, list, { expectedRevision: 'any' });

    describe.each([
      { path: 'batch append', options: (): BaseOptions => ({}) },
      { path: 'one call per append', options: (): BaseOptions => ({ credentials: credentialsIn(server.url) }) },
    ])('by $path', ({ options }) => {
      const append = (list: EventData[], expectedRevision: AppendExpectedRevision, to = stream) => client.appendToStream(to, list, { expectedRevision, ...options() });

      it('a repeated append answers with its first revision and place, also when the stream has gone on', async () => {
        const list = events(2);
        const first = await append(list, 'no_stream');
        await append([event()], 1n);
        expect(await append(list, 'no_stream')).toEqual(first);
        expect(first.nextExpectedRevision).toBe(1n);
        expect(await all(client.readStream(stream))).toHaveLength(3);
      });

      it('an append that stands there in part, or with other ids, is a conflict', async () => {
        const [first, second] = [event(), event()];
        await append([first], 'no_stream');
        await expect(append([first, second], 'no_stream')).rejects.toThrow(WrongExpectedVersionError);
        await expect(append([second], 'no_stream')).rejects.toMatchObject({ actualVersion: 0n, expectedVersion: 'no_stream', streamName: stream });
        await expect(append([second], 3n, `${stream}-not-there`)).rejects.toMatchObject({ actualVersion: 'no_stream', expectedVersion: 3n });
      });

      it('an id is written again where the expected revision stands', async () => {
        const twice = event();
        await append([twice], 'no_stream');
        expect((await append([twice], 0n)).nextExpectedRevision).toBe(1n);
      });

      it('without an exact revision an id of this stream is found, and a stream that must exist is missed', async () => {
        const once = event();
        await append([once], 'any');
        expect((await append([once], 'any')).nextExpectedRevision).toBe(0n);
        await expect(append([event()], 'stream_exists', `${stream}-not-there`)).rejects.toMatchObject({ actualVersion: 'no_stream', expectedVersion: 'stream_exists' });
      });

      it('an append whose time is over when it comes is given up, and writes nothing', async () => {
        await expect(client.appendToStream(stream, event(), { expectedRevision: 'no_stream', deadline: -1, ...options() })).rejects.toThrow(DeadlineExceededError);
        await expect(all(client.readStream(stream))).rejects.toThrow(StreamNotFoundError);
      });

      it('an append of more than 1 MiB is refused and writes nothing', async () => {
        await expect(append([event('x'.repeat(1_048_576))], 'no_stream')).rejects.toThrow(MaxAppendSizeExceededError);
        await expect(all(client.readStream(stream))).rejects.toThrow(StreamNotFoundError);
      });
    });

    describe('reading', () => {
      const texts = async (read: StreamingRead<{ event?: { data: unknown } }>) => (await all(read)).map((item) => Buffer.from(item.event!.data as Uint8Array).toString());

      it('a stream is read from a revision, in both directions, as far as asked', async () => {
        await write(stream, events(70));
        expect(await texts(client.readStream(stream, { fromRevision: 67n }))).toEqual(['67', '68', '69']);
        expect(await texts(client.readStream(stream, { fromRevision: 40n, maxCount: 2 }))).toEqual(['40', '41']);
        expect(await texts(client.readStream(stream, { direction: BACKWARDS, fromRevision: 1n }))).toEqual(['1', '0']);
        expect(await texts(client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }))).toEqual(['69']);
        expect(await texts(client.readStream(stream, { fromRevision: 70n }))).toEqual([]);
      });

      it('the whole log is read forwards with the event at the place, and backwards without it', async () => {
        const { position: begin } = await write(stream, event());
        await write(stream, events(6));
        const positions = (await all(client.readAll({ fromPosition: begin! }))).map((item) => item.event!.position!);
        expect(positions).toHaveLength(7);
        expect(positions[0]).toEqual(begin);
        for (const [index, place] of positions.entries()) {
          expect(place.commit).toBe(place.prepare);
          if (index > 0) expect(place.commit - positions[index - 1]!.commit).toBeGreaterThan(50n); // Bytes, not events.
        }
        const back = async (fromPosition: Position | typeof END) => (await all(client.readAll({ direction: BACKWARDS, fromPosition, maxCount: 1 })))[0]!.event!.position;
        expect(await back(positions[3]!)).toEqual(positions[2]);
        expect(await back(END)).toEqual(positions[6]);
      });

      it('a place where no event begins cannot be read from', async () => {
        const { position } = await write(stream, event());
        const between = { commit: position!.commit + 1n, prepare: position!.prepare + 1n };
        await expect(all(client.readAll({ fromPosition: between }))).rejects.toThrow(UnknownError);
      });

      it('a JSON event comes back as an object, with its metadata', async () => {
        await write(stream, jsonEvent({ type: 'noted', data: { a: [1] }, metadata: { by: 'x' } }));
        const [item] = await all(client.readStream(stream));
        expect(item!.event).toMatchObject({ isJson: true, data: { a: [1] }, metadata: { by: 'x' } });
      });

      it('$maxCount hides the older events of a stream, and the log still shows them', async () => {
        const { position } = await client.setStreamMetadata(stream, { maxCount: 1 });
        for (const text of ['a', 'b', 'c']) await write(stream, event(text));
        expect(await texts(client.readStream(stream))).toEqual(['c']);
        expect((await client.getStreamMetadata(stream)).metadata).toEqual({ maxCount: 1 });
        expect((await all(client.readAll({ fromPosition: position! }))).filter((item) => item.event!.streamId === stream)).toHaveLength(3);
      });
    });

    describe('a subscription', () => {
      let begin: Position;
      beforeEach(async () => {
        begin = (await write('hub', event())).position!;
      });
      /** Subscribes and notes what comes in which order, until `count` events and the first "caught up". */
      const follow = (count: number, fromPosition = begin): Promise<{ given: AllStreamResolvedEvent[]; notes: string[]; checkpoints: Position[] }> => {
        const given: AllStreamResolvedEvent[] = [];
        const notes: string[] = [];
        const checkpoints: Position[] = [];
        const filter = streamNameFilter({ prefixes: [stream], checkpointReached: (_, place) => void (notes.push('checkpoint'), checkpoints.push(place)) });
        const subscription = client.subscribeToAll({ filter, fromPosition });
        return new Promise((resolve, reject) => {
          const look = (): void => {
            if (given.length === count && notes.includes('caught-up')) void subscription.unsubscribe().then(() => resolve({ given, notes, checkpoints }));
          };
          subscription.on('data', (item) => (given.push(item), notes.push('event'), look()));
          subscription.on('caughtUp', () => (notes.push('caught-up'), look()));
          subscription.on('error', reject);
        });
      };

      it('gives what stands in the log, a checkpoint, "caught up", and what comes', async () => {
        await write(`${stream}-a`, events(3));
        await write('hub', events(2));
        const following = follow(5);
        await write(`${stream}-b`, events(2));
        const { given, notes } = await following;
        expect(given.map((item) => item.event!.streamId.slice(-1))).toEqual(['a', 'a', 'a', 'b', 'b']);
        expect(notes.indexOf('caught-up')).toBe(notes.indexOf('checkpoint') + 1);
      });

      it('begins after the event at its place', async () => {
        await write(stream, events(3));
        const { given } = await follow(3);
        const again = await follow(1, given[1]!.event!.position!);
        expect(again.given[0]!.event!.position).toEqual(given[2]!.event!.position);
      });

      it('where nothing is for the subscriber a checkpoint comes each 32 events looked through, and names where the last of them began', async () => {
        await write('hub', events(69)); // Behind the event where it begins, which is looked through as well: two pages and a part of the third.
        const { checkpoints } = await follow(0);
        expect(checkpoints[0]).toEqual(begin);
        expect(checkpoints).toHaveLength(3);
        expect((await follow(0, checkpoints.at(-1))).given).toEqual([]);
      });

      it('where the last page is full, the checkpoint at the end of the log lies behind the last event', async () => {
        const { position } = await write(stream, events(63));
        const { checkpoints } = await follow(63);
        expect(checkpoints.at(-1)!.commit > position!.commit).toBe(true);
        expect(checkpoints.at(-1)!.prepare).toBe(0n);
      });

      it('that begins beyond the head is told that it has caught up, and gets nothing before the log is there', async () => {
        const following = follow(0, { commit: begin.commit + 1_000_000n, prepare: begin.prepare + 1_000_000n });
        await write(stream, event());
        expect((await following).given).toEqual([]);
      });
    });
  });
}
