import type { EventStore, Position } from '../port.js';
import { expectStoreError } from './contract-case.js';
import type { ContractCase } from './contract-case.js';
import { readAll, readPages } from './read-log.js';
import { eventFor, eventsFor } from './test-events.js';

/** Appends `count` events and returns their positions. */
async function positionsOf(store: EventStore, count: number): Promise<readonly Position[]> {
  await store.append('case-1', eventsFor('e', count), { expected: 'no-stream' });
  return (await readAll(store)).map((event) => event.position);
}

/** Checkpoints, reopening and closing: what has to be kept, and how it ends. */
export const keepingCases: readonly ContractCase[] = [
  {
    promise: 'a checkpoint is kept per reader, with the id of its log',
    async run({ open }) {
      const store = await open();
      const [position] = await positionsOf(store, 1);
      if (position === undefined) throw new Error('one position expected');
      expect(await store.checkpoints.load('relay')).toBeUndefined();
      expect(await store.checkpoints.save('relay', position, { previous: undefined })).toBe('saved');
      expect(await store.checkpoints.load('relay')).toEqual({ storeId: store.storeId, position });
      expect(await store.checkpoints.load('audit')).toBeUndefined();
    },
  },
  {
    promise: 'a checkpoint is saved only over the one that its reader knows',
    async run({ open }) {
      const store = await open();
      const [one, two, three] = await positionsOf(store, 3);
      if (one === undefined || two === undefined || three === undefined) throw new Error('three positions expected');
      const { checkpoints } = store;
      expect(await checkpoints.save('relay', one, { previous: two })).toBe('lost');
      expect(await checkpoints.save('relay', one, { previous: undefined })).toBe('saved');
      expect(await checkpoints.save('relay', two, { previous: undefined })).toBe('lost');
      expect(await checkpoints.save('relay', two, { previous: one })).toBe('saved');
      expect(await checkpoints.save('relay', three, { previous: one })).toBe('lost');
      expect(await checkpoints.load('relay')).toMatchObject({ position: two });
    },
  },
  {
    promise: 'a checkpoint beyond the head is refused',
    async run({ open }) {
      const [store, longer] = [await open(), await open()];
      expect(store.storeId).not.toBe(longer.storeId);
      await positionsOf(store, 1);
      const position = (await positionsOf(longer, 3)).at(-1);
      if (position === undefined) throw new Error('a position expected');
      await expectStoreError(store.checkpoints.save('relay', position, { previous: undefined }), 'foreign-checkpoint');
    },
  },
  {
    promise: 'everything is there after reopening: events, checkpoints and the id of the log',
    needs: 'reopen',
    async run({ open, reopen }) {
      const store = await open();
      const [position] = await positionsOf(store, 100);
      if (position === undefined) throw new Error('a position expected');
      await store.checkpoints.save('relay', position, { previous: undefined });
      const before = await readAll(store);
      const again = await reopen(store);
      expect(again.storeId).toBe(store.storeId);
      expect(await readAll(again)).toEqual(before);
      expect(await again.checkpoints.load('relay')).toEqual({ storeId: store.storeId, position });
      expect(await again.append('case-1', eventsFor('e', 100), { expected: 'no-stream' })).toMatchObject({ ok: true, revision: 99 });
      expect(await again.append('case-1', [eventFor('next')], { expected: 99 })).toMatchObject({ ok: true, revision: 100 });
    },
  },
  {
    promise: 'closing finishes the appends that were accepted',
    needs: 'reopen',
    async run({ open, reopen }) {
      const store = await open();
      const appends = Array.from({ length: 600 }, (_, n) => store.append(`case-${n}`, [eventFor(`a${n}`)], { expected: 'no-stream' }));
      const again = await reopen(store);
      expect((await Promise.all(appends)).every((result) => result.ok)).toBe(true);
      expect(await readAll(again)).toHaveLength(600);
    },
  },
  {
    promise: 'a closed store refuses everything, ends its subscriptions with that error, and may be closed again',
    async run({ open }) {
      const store = await open();
      const pages = store.subscribe({ live: true })[Symbol.asyncIterator]();
      await pages.next();
      const waiting = pages.next();
      const ended = expectStoreError(waiting, 'store-closed');
      await store.close();
      await store.close();
      await ended;
      await expectStoreError(store.append('case-1', [eventFor('a')], { expected: 'no-stream' }), 'store-closed');
      await expectStoreError(store.readStream('case-1'), 'store-closed');
      await expectStoreError(store.head(), 'store-closed');
      await expectStoreError(readPages(store, { live: false }), 'store-closed');
      await expectStoreError(store.checkpoints.load('relay'), 'store-closed');
    },
  },
];
