import { StoreError, openMemoryStore } from '@guitu/event-store';
import type { EventStore, StoredEvent } from '@guitu/event-store';
import { BusError } from '../bus-error.js';
import { seeded } from '../testing/random.js';
import { realRuntime } from '../testing/real-runtime.js';
import { sampleEvent } from '../testing/sample-projection.js';
import { until } from '../testing/until.js';
import type { Publisher } from './publisher.js';
import { GATHER_MS, RELAY_PAGE, createRelay } from './relay.js';
import type { RelayOptions } from './relay.js';

let store: EventStore;
let arrived: StoredEvent[];
let stop: AbortController;
beforeEach(() => {
  store = openMemoryStore();
  arrived = [];
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await store.close();
});

const keep: Publisher = { publish: async (events) => void arrived.push(...events) };
const relayOf = (options: Partial<RelayOptions> = {}) =>
  createRelay({ name: 'relay', feed: store, checkpoints: store.checkpoints, publisher: keep, categories: ['case', 'person'], runtime: realRuntime(), ...options });

async function add(stream: string, count = 1): Promise<void> {
  const have = (await store.readStream(stream)).length;
  await store.append(stream, Array.from({ length: count }, (_, index) => sampleEvent(stream, have + index)), { expected: have === 0 ? 'no-stream' : have - 1 });
}

const places = (): readonly string[] => arrived.map(({ stream, revision }) => `${stream}#${revision}`);

it('brings every event of its categories once and in order, also what is appended meanwhile, and then lags by nothing', async () => {
  await add('case-a', 2);
  await add('hub');
  const relay = relayOf();
  const running = relay.run(stop.signal);
  await add('person-a');
  await add('case-a');
  await add('hub-x');
  await until(async () => arrived.length === 4 && (await relay.lag()) === 0, 'four events');
  expect(places()).toEqual(['case-a#0', 'case-a#1', 'person-a#0', 'case-a#2']);
  stop.abort();
  expect(await running).toMatchObject({ state: 'ended', published: 4, retries: 0 });
});

it('goes on after its checkpoint, and one of another name begins anew and ends at the head', async () => {
  await add('case-a', 3);
  await relayOf({ live: false }).run(stop.signal);
  await add('case-a', 2);
  await relayOf({ live: false }).run(stop.signal);
  expect(places()).toEqual([0, 1, 2, 3, 4].map((revision) => `case-a#${revision}`));
  expect(await relayOf({ live: false, name: 'again' }).run(stop.signal)).toMatchObject({ state: 'ended', published: 5 });
});

it('ends where a page that is under way is not acknowledged in time for the stop, and sends it again', async () => {
  await add('case-a', 3);
  let sent: () => void = () => undefined;
  const underWay = new Promise<void>((resolve) => (sent = resolve));
  const silent: Publisher = { publish: () => {
    sent();
    return new Promise(() => undefined);
  } };
  const running = relayOf({ publisher: silent, runtime: { ...realRuntime(), sleep: () => Promise.resolve() } }).run(stop.signal);
  await underWay;
  stop.abort();
  expect(await running).toMatchObject({ state: 'ended', published: 0 });
  await relayOf({ live: false }).run(new AbortController().signal);
  expect(places()).toEqual([0, 1, 2].map((revision) => `case-a#${revision}`));
});

it('waits for a page that is acknowledged while it stops', async () => {
  await add('case-a', 3);
  const slow: Publisher = { publish: async (events) => {
    stop.abort();
    await Promise.resolve();
    arrived.push(...events);
  } };
  expect(await relayOf({ publisher: slow }).run(stop.signal)).toMatchObject({ state: 'ended', published: 3 });
  expect(await relayOf({ live: false }).run(new AbortController().signal)).toMatchObject({ published: 0 });
});

it('has one page under way at a time, and sends the next one only when it was acknowledged and noted', async () => {
  const sizes: number[] = [];
  let underWay = 0;
  for (let n = 0; n < 3; n += 1) await add(`case-${n}`, 150);
  const relay = relayOf({
    live: false,
    publisher: {
      async publish(events) {
        expect(underWay).toBe(0);
        expect((await store.checkpoints.load('relay'))?.position).toBe(arrived.at(-1)?.position);
        underWay += 1;
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        sizes.push(events.length);
        await keep.publish(events);
      },
    },
  });
  expect(await relay.run(stop.signal)).toMatchObject({ state: 'ended', retries: 0 });
  expect(sizes).toEqual([RELAY_PAGE, RELAY_PAGE, 50]);
});

it('at the head of the log it rests a moment, and what was written meanwhile travels in one page', async () => {
  const pages: number[] = [];
  const rests: { readonly ms: number; readonly end: () => void }[] = [];
  await add('case-a');
  const running = relayOf({
    runtime: { ...realRuntime(), sleep: (ms) => new Promise((resolve) => rests.push({ ms, end: resolve })) },
    publisher: { async publish(events) {
      pages.push(events.length);
      await keep.publish(events);
    } },
  }).run(stop.signal);
  await until(() => rests.length === 1, 'the first rest');
  for (const stream of ['case-a', 'case-b', 'case-a', 'person-a']) await add(stream);
  expect([pages, (await store.checkpoints.load('relay'))?.position]).toEqual([[1], arrived.at(-1)?.position]);
  rests[0]?.end();
  await until(() => rests.length === 2, 'the second rest');
  expect([pages, rests.map(({ ms }) => ms)]).toEqual([[1, 4], [GATHER_MS, GATHER_MS]]);
  stop.abort();
  rests[1]?.end();
  await running;
});

it('while the bus is away it tries for ever, says so, and then brings everything', async () => {
  let away = true;
  const tries: number[] = [];
  await add('case-a', 2);
  const relay = relayOf({
    onRetry: (_error, attempt) => void tries.push(attempt),
    publisher: { publish: (events) => (away ? Promise.reject(new BusError('bus-unavailable', 'away')) : keep.publish(events)) },
  });
  const running = relay.run(stop.signal);
  await until(() => tries.length >= 4, 'some attempts');
  expect(relay.status()).toMatchObject({ state: 'retrying', published: 0, failing: { name: 'BusError', code: 'bus-unavailable' } });
  expect(await relay.lag()).toBe(2);
  away = false;
  await until(() => relay.status().state === 'running' && arrived.length === 2, 'the events');
  expect(relay.status()).not.toHaveProperty('failing');
  expect(tries.slice(0, 4)).toEqual([1, 2, 3, 4]);
  stop.abort();
  await running;
});

it('of two relays one stops at its next page, and no event is missing or out of order for a consumer that drops what it has', async () => {
  await add('case-a', 2);
  const [one, two] = [relayOf(), relayOf()];
  const running = [one, two].map((relay) => relay.run(stop.signal));
  await until(() => arrived.length >= 2, 'the first events');
  for (let n = 0; n < 5; n += 1) {
    await add('case-a');
    await until(() => places().includes(`case-a#${2 + n}`), 'the next event');
  }
  const lost = await Promise.race(running);
  expect(lost.state).toBe('lost');
  await add('case-a');
  await until(() => places().includes('case-a#7'), 'the last event');
  let last = -1;
  for (const { revision } of arrived) {
    expect(revision).toBeLessThanOrEqual(last + 1);
    last = Math.max(last, revision);
  }
});

const seed = Number(process.env['GUITU_SEED'] ?? 1 + Math.floor(Math.random() * 1e9));
it(`whatever fails when, every event arrives, and each stream in order but for pages sent again (seed ${seed})`, async () => {
  const random = seeded(seed);
  const fails = (): boolean => random() < 0.3;
  const trouble = (): Error => new StoreError('store-unavailable', 'now and then');
  const relay = createRelay({
    name: 'relay',
    feed: { ...store, subscribe: async function* (options) {
      for await (const page of store.subscribe({ ...options, pageSize: 1 + Math.floor(random() * 5) })) {
        if (fails()) throw trouble();
        yield page;
      }
    } },
    checkpoints: {
      load: async (name) => { if (fails()) throw trouble(); return store.checkpoints.load(name); },
      save: async (name, position, options) => {
        if (fails()) throw trouble();
        const outcome = await store.checkpoints.save(name, position, options);
        if (fails()) throw trouble(); // Saved, and nobody was told.
        return outcome;
      },
    },
    publisher: { async publish(events) {
      if (fails()) throw trouble();
      await keep.publish(events);
      if (fails()) throw trouble(); // Sent, and nobody was told.
    } },
    categories: ['case'],
    runtime: { ...realRuntime(), sleep: async () => undefined },
    live: false,
  });
  for (let n = 0; n < 60; n += 1) await add(`case-${Math.floor(random() * 8)}`);
  expect(await relay.run(stop.signal)).toMatchObject({ state: 'ended' });
  const last = new Map<string, number>();
  for (const { stream, revision } of arrived) {
    expect(revision).toBeLessThanOrEqual((last.get(stream) ?? -1) + 1);
    last.set(stream, Math.max(last.get(stream) ?? -1, revision));
  }
  expect([...last.values()].reduce((sum, revision) => sum + revision + 1, 0)).toBe(60);
});
