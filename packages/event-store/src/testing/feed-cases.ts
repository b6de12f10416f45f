import type { EventStore, Position } from '../port.js';
import { expectStoreError } from './contract-case.js';
import type { ContractCase } from './contract-case.js';
import { readAll, readPages, readUntil } from './read-log.js';
import { eventFor, eventsFor } from './test-events.js';

async function appendOne(store: EventStore, stream: string): Promise<void> {
  await store.append(stream, [eventFor(stream)], { expected: 'no-stream' });
}

async function headOf(store: EventStore): Promise<Position> {
  const head = await store.head();
  if (head === undefined) throw new Error('The log is empty.');
  return head;
}

const streamsOf = (events: readonly { readonly stream: string }[]): readonly string[] => events.map((event) => event.stream);

export const feedCases: readonly ContractCase[] = [
  {
    promise: 'the feed gives every event once, in the order of the appends, with rising positions',
    async run({ open }) {
      const store = await open();
      for (const stream of ['case-2', 'person-1', 'case-1']) await appendOne(store, stream);
      const events = await readAll(store, { pageSize: 2 });
      expect(streamsOf(events)).toEqual(['case-2', 'person-1', 'case-1']);
      const positions = events.map((event) => event.position);
      expect(positions).toEqual([...new Set(positions)].sort());
      expect(await store.head()).toBe(positions.at(-1));
    },
  },
  {
    promise: 'an empty log has no head, and its feed is one empty caught-up page',
    async run({ open }) {
      const store = await open();
      expect(await store.head()).toBeUndefined();
      expect(await readPages(store, { live: false })).toMatchObject([{ events: [], caughtUp: true }]);
    },
  },
  {
    promise: 'a feed from a position does not repeat the event at that position',
    async run({ open }) {
      const store = await open();
      await appendOne(store, 'case-1');
      const after = await headOf(store);
      await appendOne(store, 'case-2');
      expect(streamsOf(await readAll(store, { after }))).toEqual(['case-2']);
    },
  },
  {
    promise: 'a feed can be continued at the position of any page',
    async run({ open }) {
      const store = await open();
      await store.append('case-1', eventsFor('e', 7), { expected: 'no-stream' });
      for (const page of await readPages(store, { live: false, pageSize: 2 })) {
        const rest = await readAll(store, { after: page.position });
        expect(rest[0]?.revision).toBe(page.caughtUp ? undefined : (page.events.at(-1)?.revision ?? -1) + 1);
      }
    },
  },
  {
    promise: 'a category filter delivers only its categories and still advances the position to the head',
    async run({ open }) {
      const store = await open();
      for (const stream of ['person-1', 'case-1', 'hub', 'caseload-1', 'case-2', 'notes-1']) await appendOne(store, stream);
      const pages = await readPages(store, { live: false, categories: ['case', 'hub'] });
      expect(streamsOf(pages.flatMap((page) => page.events))).toEqual(['case-1', 'hub', 'case-2']);
      expect(pages.at(-1)).toMatchObject({ caughtUp: true, position: await store.head() });
      expect(await readPages(store, { live: false, categories: ['nobody'] })).toMatchObject([{ events: [], position: await store.head(), caughtUp: true }]);
    },
  },
  {
    promise: 'a live filtered feed advances its position past events of other categories',
    async run({ open }) {
      const store = await open();
      const pages = store.subscribe({ live: true, categories: ['case'] })[Symbol.asyncIterator]();
      expect((await pages.next()).value).toMatchObject({ events: [], caughtUp: true });
      await appendOne(store, 'person-1');
      expect((await pages.next()).value).toMatchObject({ events: [], position: await store.head(), caughtUp: true });
      await pages.return?.();
    },
  },
  {
    promise: 'no page says caught up while events are pending',
    async run({ open }) {
      const store = await open();
      await store.append('case-1', eventsFor('e', 17), { expected: 'no-stream' });
      for (const options of [{}, { categories: ['case'] }]) {
        const pages = await readPages(store, { ...options, live: true, pageSize: 5 }, (seen) => seen.at(-1)?.caughtUp === true);
        expect(pages.map((page) => [page.events.length, page.caughtUp])).toEqual([[5, false], [5, false], [5, false], [2, true]]);
      }
    },
  },
  {
    promise: 'a live subscription at the head says so at once, and then gives what is appended',
    async run({ open }) {
      const store = await open();
      await appendOne(store, 'case-1');
      const pages = store.subscribe({ live: true, after: await headOf(store) })[Symbol.asyncIterator]();
      expect((await pages.next()).value).toMatchObject({ events: [], caughtUp: true });
      const next = pages.next();
      await appendOne(store, 'case-2');
      expect((await next).value).toMatchObject({ events: [{ stream: 'case-2' }], caughtUp: true });
      await pages.return?.();
    },
  },
  {
    promise: 'an event that is appended while the reader is busy with a page is given next',
    async run({ open }) {
      const store = await open();
      const pages = store.subscribe({ live: true })[Symbol.asyncIterator]();
      for (const stream of ['case-1', 'case-2', 'case-3']) {
        await pages.next();
        await appendOne(store, stream);
      }
      expect((await pages.next()).value).toMatchObject({ events: [{ stream: 'case-3' }], caughtUp: true });
      await pages.return?.();
    },
  },
  {
    promise: 'live subscriptions give every event although it is appended between two pages',
    async run({ open }) {
      const store = await open();
      const all = readUntil(store, 60, { pageSize: 7 });
      const cases = readUntil(store, 30, { pageSize: 3, categories: ['case'] });
      for (let n = 0; n < 30; n += 1) await Promise.all([appendOne(store, `case-${n}`), appendOne(store, `person-${n}`)]);
      expect(streamsOf(await all)).toEqual(streamsOf(await readAll(store)));
      expect(streamsOf(await cases)).toEqual(Array.from({ length: 30 }, (_, n) => `case-${n}`));
    },
  },
  {
    promise: 'an abort ends a live subscription, waiting or not yet begun',
    async run({ open }) {
      const store = await open();
      const abort = new AbortController();
      const pages: number[] = [];
      for await (const page of store.subscribe({ live: true, signal: abort.signal })) {
        pages.push(page.events.length);
        setImmediate(() => abort.abort());
      }
      expect(pages).toEqual([0]);
      expect(await readPages(store, { live: true, signal: abort.signal })).toEqual([]);
    },
  },
  {
    promise: 'the backlog after any position is what the feed still gives, and 0 at the head alone',
    async run({ open }) {
      const store = await open();
      expect(await store.backlog(undefined)).toBe(0);
      for (const stream of ['case-1', 'hub', 'person-1', 'case-2']) await appendOne(store, stream);
      expect(await store.backlog(undefined)).toBe(4);
      for (const { position } of await readAll(store)) expect(await store.backlog(position)).toBe((await readAll(store, { after: position })).length);
    },
  },
  {
    promise: 'a position beyond the head belongs to another log and is refused',
    async run({ open }) {
      const [store, longer] = [await open(), await open()];
      await appendOne(store, 'case-1');
      await longer.append('case-1', eventsFor('e', 3), { expected: 'no-stream' });
      const after = await headOf(longer);
      await expectStoreError(readPages(store, { live: true, after }), 'foreign-checkpoint');
      await expectStoreError(readPages(store, { live: false, after, categories: ['case'] }), 'foreign-checkpoint');
      await expectStoreError(readPages(store, { live: false, after: 'nonsense' as Position }), 'foreign-checkpoint');
      await expectStoreError(store.backlog(after), 'foreign-checkpoint');
    },
  },
];
