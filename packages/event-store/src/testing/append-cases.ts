import type { AppendResult, EventStore } from '../port.js';
import { expectStoreError } from './contract-case.js';
import type { ContractCase } from './contract-case.js';
import { readAll } from './read-log.js';
import { eventFor, eventsFor } from './test-events.js';

const stream = 'case-1';

async function withEvents(store: EventStore, count: number): Promise<void> {
  await store.append(stream, eventsFor('first', count), { expected: 'no-stream' });
}

const conflict = (expected: 'no-stream' | number, actual: 'no-stream' | number): AppendResult => ({ ok: false, conflict: { expected, actual } });

export const appendCases: readonly ContractCase[] = [
  {
    promise: 'an append to a new stream stores exactly its bytes, with revisions from zero',
    async run({ open }) {
      const store = await open();
      const events = [eventFor('a'), { ...eventFor('b'), bytes: Uint8Array.of(0, 255, 128) }, { ...eventFor('c'), bytes: new Uint8Array() }];
      expect(await store.append(stream, events, { expected: 'no-stream' })).toMatchObject({ ok: true, revision: 2 });
      const stored = await store.readStream(stream);
      expect(stored.map(({ id, type, revision, bytes }) => ({ id, type, revision, bytes: [...bytes] }))).toEqual(
        events.map(({ id, type, bytes }, revision) => ({ id, type, revision, bytes: [...bytes] })),
      );
    },
  },
  {
    promise: 'an append at the expected revision continues the stream',
    async run({ open }) {
      const store = await open();
      await withEvents(store, 2);
      expect(await store.append(stream, eventsFor('more', 2), { expected: 1 })).toMatchObject({ ok: true, revision: 3 });
      expect((await store.readStream(stream)).map((event) => event.revision)).toEqual([0, 1, 2, 3]);
    },
  },
  {
    promise: 'no-stream on an existing stream is a conflict and writes nothing',
    async run({ open }) {
      const store = await open();
      await withEvents(store, 2);
      expect(await store.append(stream, [eventFor('x')], { expected: 'no-stream' })).toEqual(conflict('no-stream', 1));
      expect(await readAll(store)).toHaveLength(2);
    },
  },
  {
    promise: 'an exact revision on an absent stream is a conflict and creates nothing',
    async run({ open }) {
      const store = await open();
      expect(await store.append(stream, [eventFor('x')], { expected: 0 })).toEqual(conflict(0, 'no-stream'));
      expect(await store.readStream(stream)).toEqual([]);
    },
  },
  {
    promise: 'a revision behind or ahead of the stream is a conflict',
    async run({ open }) {
      const store = await open();
      await withEvents(store, 3);
      expect(await store.append(stream, [eventFor('x')], { expected: 1 })).toEqual(conflict(1, 2));
      expect(await store.append(stream, [eventFor('x')], { expected: 3 })).toEqual(conflict(3, 2));
    },
  },
  {
    promise: 'a repeated append answers with its first revision and writes nothing, also when the stream has gone on',
    async run({ open }) {
      const store = await open();
      await withEvents(store, 2);
      await store.append(stream, eventsFor('second', 2), { expected: 1 });
      await store.append(stream, [eventFor('third')], { expected: 3 });
      expect(await store.append(stream, eventsFor('first', 2), { expected: 'no-stream' })).toMatchObject({ ok: true, revision: 1 });
      expect(await store.append(stream, eventsFor('second', 2), { expected: 1 })).toMatchObject({ ok: true, revision: 3 });
      expect(await readAll(store)).toHaveLength(5);
    },
  },
  {
    promise: 'a repeated append of which only a part stands there, or in another order, is a conflict',
    async run({ open }) {
      const store = await open();
      await withEvents(store, 2);
      const [first, second] = eventsFor('first', 2);
      if (first === undefined || second === undefined) throw new Error('two events expected');
      for (const events of [[first, eventFor('other')], [second, first], [first, second, eventFor('third')]]) {
        expect(await store.append(stream, events, { expected: 'no-stream' })).toEqual(conflict('no-stream', 1));
      }
      expect(await readAll(store)).toHaveLength(2);
    },
  },
  {
    promise: 'an id that stands elsewhere in the log is refused, and its whole append with it',
    needs: 'refusesReusedIds',
    async run({ open }) {
      const store = await open();
      await withEvents(store, 2);
      const reused = [eventFor('new'), eventFor('first/0')];
      await expectStoreError(store.append('case-2', reused, { expected: 'no-stream' }), 'event-id-reused');
      await expectStoreError(store.append(stream, reused, { expected: 1 }), 'event-id-reused');
      expect(await readAll(store)).toHaveLength(2);
    },
  },
  {
    promise: 'an append that carries one id twice is refused',
    async run({ open }) {
      const store = await open();
      await withEvents(store, 2);
      await expectStoreError(store.append(stream, [eventFor('twice'), eventFor('twice')], { expected: 1 }), 'event-id-reused');
      expect(await readAll(store)).toHaveLength(2);
    },
  },
  {
    promise: 'appends made in one breath are decided each by itself',
    async run({ open }) {
      const store = await open();
      const results = await Promise.all([
        store.append('case-1', [eventFor('a')], { expected: 'no-stream' }),
        store.append('case-1', [eventFor('b')], { expected: 'no-stream' }),
        store.append('case-1', [eventFor('c')], { expected: 0 }),
        store.append('case-1', [eventFor('a')], { expected: 'no-stream' }),
        store.append('case-2', [eventFor('d')], { expected: 'no-stream' }),
      ]);
      expect(results.map((result) => (result.ok ? result.revision : 'conflict'))).toEqual([0, 'conflict', 1, 0, 0]);
    },
  },
  {
    promise: '200 concurrent appends to 200 streams are all stored',
    async run({ open }) {
      const store = await open();
      const results = await Promise.all(Array.from({ length: 200 }, (_, n) => store.append(`case-${n}`, [eventFor(`s${n}`)], { expected: 'no-stream' })));
      expect(results.every((result) => result.ok)).toBe(true);
      expect(new Set((await readAll(store)).map((event) => event.stream)).size).toBe(200);
    },
  },
  {
    promise: 'of 200 concurrent appends to one stream at one revision exactly one wins',
    async run({ open }) {
      const store = await open();
      const results = await Promise.all(Array.from({ length: 200 }, (_, n) => store.append(stream, [eventFor(`c${n}`)], { expected: 'no-stream' })));
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect(await readAll(store)).toHaveLength(1);
    },
  },
  {
    promise: 'an append of 500 events or 900 KiB is stored, a larger one is refused whole',
    async run({ open }) {
      const store = await open();
      const ofBytes = (label: string, size: number) => ({ ...eventFor(label), bytes: new Uint8Array(size) });
      await expectStoreError(store.append(stream, [ofBytes('a', 900 * 1024), ofBytes('b', 1)], { expected: 'no-stream' }), 'event-too-large');
      await expectStoreError(store.append(stream, eventsFor('many', 501), { expected: 'no-stream' }), 'invalid-argument');
      expect(await store.readStream(stream)).toEqual([]);
      expect(await store.append(stream, [ofBytes('a', 900 * 1024)], { expected: 'no-stream' })).toMatchObject({ ok: true });
      expect(await store.append('case-2', eventsFor('many', 500), { expected: 'no-stream' })).toMatchObject({ ok: true, revision: 499 });
    },
  },
  {
    promise: 'an append that makes no sense is refused',
    async run({ open }) {
      const store = await open();
      const event = eventFor('a');
      await expectStoreError(store.append(stream, [], { expected: 'no-stream' }), 'invalid-argument');
      for (const expected of [-1, 0.5, Number.NaN]) await expectStoreError(store.append(stream, [event], { expected }), 'invalid-argument');
      for (const name of ['', '$system', 'case 1', 'x'.repeat(256)]) await expectStoreError(store.append(name, [event], { expected: 'no-stream' }), 'invalid-argument');
      for (const id of ['1', event.id.toUpperCase()]) await expectStoreError(store.append(stream, [{ ...event, id }], { expected: 'no-stream' }), 'invalid-argument');
      await expectStoreError(store.append(stream, [{ ...event, type: '' }], { expected: 'no-stream' }), 'invalid-argument');
    },
  },
  {
    promise: 'a stream is read from a revision on, up to a number of events',
    async run({ open }) {
      const store = await open();
      await withEvents(store, 5);
      const revisions = async (from: number, limit: number) => (await store.readStream(stream, { from, limit })).map((event) => event.revision);
      expect(await revisions(1, 2)).toEqual([1, 2]);
      expect(await revisions(4, 9)).toEqual([4]);
      expect(await revisions(5, 9)).toEqual([]);
      expect(await revisions(0, 0)).toEqual([]);
      await expectStoreError(store.readStream(stream, { from: -1 }), 'invalid-argument');
    },
  },
];
