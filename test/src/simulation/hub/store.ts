import { StoreError } from '@guitu/event-store';
import type { AppendResult, EventStore, FeedPage, Position, StoredEvent } from '@guitu/event-store';
import type { Faults } from '../faults.js';
import type { Machine } from '../machine.js';
import type { Log } from './log.js';

const away = (): StoreError => new StoreError('store-unavailable', 'The store is away (simulated).');
const unheard = (): StoreError => new StoreError('append-outcome-unknown', 'The answer was lost (simulated).');
const TRAVEL_MS = 8;

/** The way from one machine to the log and back: slow, and it may break. */
export type StoreOfMachine = Pick<EventStore, 'storeId' | 'readStream' | 'append' | 'subscribe' | 'head' | 'backlog' | 'close'>;

export function storeOver(log: Log, machine: Machine, faults: Faults): StoreOfMachine {
  const { store } = log;
  const { chance } = machine;

  /** An append is on its way from the moment of asking; if its machine dies meanwhile, it arrives or it does not. */
  function arrives(write: () => Promise<AppendResult>): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      machine.scheduler.after(chance.below(TRAVEL_MS), { alive: true }, `${machine.name} append arrives`, () => {
        if (machine.alive || faults.strikes('append-after-death')) write().then(resolve, reject);
      });
    });
  }

  return {
    storeId: store.storeId,

    async readStream(stream, options) {
      if (faults.strikes('store-away')) {
        await machine.delay(TRAVEL_MS, 'waits for the store');
        throw away();
      }
      const events = await store.readStream(stream, options);
      await machine.delay(TRAVEL_MS, `read ${stream.slice(0, 13)}`);
      return events;
    },

    async append(stream, events, { expected }) {
      if (faults.strikes('store-away')) throw away();
      if (faults.strikes('append-lost')) {
        await machine.delay(TRAVEL_MS, 'waits for the store');
        throw unheard();
      }
      const result = await arrives(() => log.append(stream, events, expected));
      await machine.delay(TRAVEL_MS, `appended ${stream.slice(0, 13)} at ${String(expected)}: ${result.ok ? 'ok' : 'conflict'}`);
      if (faults.strikes('append-unheard')) throw unheard();
      return result;
    },

    async *subscribe({ after: from, categories, live, signal, pageSize = 500 }) {
      const ended = (): boolean => signal?.aborted ?? false;
      const passed: (Position | undefined)[] = [from];
      let after = from;
      for (let first = true; !ended(); first = false) {
        const seen = log.count;
        if (faults.strikes('feed-broken')) throw away();
        if (faults.strikes('feed-repeated')) after = chance.pick(passed);
        const size = faults.strikes('page-cut') ? 1 + chance.below(3) : pageSize;
        const page = await pageOf(store, after, categories, size);
        await machine.wait(chance.below(TRAVEL_MS), 'page', signal);
        if (ended()) return;
        if (first || page.position !== after) yield { ...page, events: faults.strikes('feed-doubled') ? doubled(page.events) : page.events };
        after = page.position;
        passed.push(after);
        if (!page.caughtUp) continue;
        if (!live) return;
        await log.grown(seen, machine, signal);
        await machine.wait(chance.below(40), 'looks for more', signal);
      }
    },

    head: () => store.head(),
    backlog: (after) => store.backlog(after),
    close: async () => undefined,
  };
}

async function pageOf(store: EventStore, after: Position | undefined, categories: readonly string[] | undefined, pageSize: number): Promise<FeedPage> {
  for await (const page of store.subscribe({ ...(after === undefined ? {} : { after }), ...(categories === undefined ? {} : { categories }), live: false, pageSize })) return page;
  throw new Error('a subscription without a first page');
}

/** Each event twice, the order within a stream kept. */
const doubled = (events: readonly StoredEvent[]): readonly StoredEvent[] => [...events, ...events];
