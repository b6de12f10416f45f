import { StoreError, openMemoryStore } from '@guitu/event-store';
import { BusError } from '../bus-error.js';
import { openFixture } from '../testing/fixture.js';
import type { Fixture } from '../testing/fixture.js';
import { untilCaughtUp } from '../testing/rows.js';
import { sampleProjection } from '../testing/sample-projection.js';
import { until } from '../testing/until.js';
import { commitChannel, rebuildChannel, switchChannel } from '../tracing.js';
import type { ProjectionSource } from './source.js';

let fixture: Fixture;
beforeEach(() => (fixture = openFixture(openMemoryStore())));
afterEach(() => fixture.dispose());

it('the lag is nothing when all is applied, also of events that are not for it', async () => {
  await fixture.add('case-a', 'add', 'add');
  const projections = await fixture.start();
  await fixture.add('person-a', 'add');
  await fixture.settled(projections);
  expect(await projections.status()).toMatchObject([{ lagEvents: 0, lagMs: 0, caughtUp: true }]);
});

it('while a projection stands still its lag counts the events that wait and grows with time', async () => {
  let away = true;
  const definition = { ...sampleProjection(), prepare: async () => {
    if (away) throw Object.assign(new Error('the vault is away'), { retriable: true });
  } };
  const projections = await fixture.start(definition);
  await untilCaughtUp(projections);
  await fixture.add('case-a', 'add', 'add', 'add');
  await until(async () => ((await projections.status())[0]?.lagMs ?? 0) > 0, 'the lag');
  const [first] = await projections.status();
  await until(async () => ((await projections.status())[0]?.lagMs ?? 0) > (first?.lagMs ?? 0) + 20, 'the lag to grow');
  expect(await projections.status()).toMatchObject([{ lagEvents: 3, caughtUp: false }]);
  away = false;
  await fixture.settled(projections);
  expect(await projections.status()).toMatchObject([{ lagEvents: 0, lagMs: 0 }]);
});

it('an idle hour before an event is not its age', async () => {
  const projections = await fixture.start();
  await fixture.settled(projections);
  let most = 0;
  for (let round = 0; round < 20; round += 1) {
    const began = Date.now();
    await fixture.add('case-a', 'add');
    for (let state = (await projections.status())[0]; state?.caughtUp !== true || state.lagEvents !== 0; state = (await projections.status())[0]) most = Math.max(most, (state?.lagMs ?? 0) - (Date.now() - began));
  }
  expect(most).toBeLessThanOrEqual(1); // Two clocks' rounding; before, it was the time since the start.
});

it('while the source is away the lag grows and nobody counts, and both end when it is back', async () => {
  let away = false;
  const check = (): void => {
    if (away) throw new StoreError('store-unavailable', 'away');
  };
  const { store } = fixture.source;
  const source: ProjectionSource = {
    ...fixture.source,
    store: { ...store, backlog: async (after) => { check(); return store.backlog(after); } },
    bus: { ends: () => fixture.source.bus.ends(), backlog: async (after, categories) => { check(); return fixture.source.bus.backlog(after, categories); }, async *consume(options) {
      check();
      for await (const page of fixture.source.bus.consume(options)) { check(); yield page; }
    } },
  };
  const projections = await fixture.start(sampleProjection(), source);
  await fixture.settled(projections);
  away = true;
  await fixture.add('case-a', 'add');
  await until(async () => ((await projections.status())[0]?.lagMs ?? 0) > 50, 'the lag');
  expect((await projections.status())[0]).not.toHaveProperty('lagEvents');
  away = false;
  await fixture.settled(projections);
  expect(await projections.status()).toMatchObject([{ lagEvents: 0, lagMs: 0 }]);
});

it('a new file is there although the bus is away, and is built when that comes', async () => {
  let away = true;
  await fixture.add('case-a', 'add');
  const { bus } = fixture.source;
  const source: ProjectionSource = { ...fixture.source, bus: { ...bus, ends: () => (away ? Promise.reject(new BusError('bus-unavailable', 'away')) : bus.ends()) } };
  const projections = await fixture.start(sampleProjection(), source);
  await until(async () => (await projections.status())[0]?.failing !== undefined, 'the trouble');
  expect(await projections.status()).toMatchObject([{ caughtUp: false, lagEvents: 1 }]);
  away = false;
  await fixture.settled(projections);
  expect(await projections.status()).toMatchObject([{ caughtUp: true, lagEvents: 0, applied: 1 }]);
});

it('commits, rebuilds and switch-overs can be watched, and tell names and counts alone', async () => {
  const seen: string[] = [];
  const watch = (what: string) => ({
    start: (context: object) => void seen.push(`${what} ${JSON.stringify(context)}`),
    end: () => undefined, asyncStart: () => undefined, asyncEnd: () => void seen.push(`${what} ended`), error: () => undefined,
  });
  const watched = [[commitChannel, watch('commit')], [rebuildChannel, watch('rebuild')], [switchChannel, watch('switch')]] as const;
  await fixture.add('case-a', 'add', 'add', 'add');
  const projections = await fixture.start();
  await fixture.settled(projections);
  for (const [channel, subscribers] of watched) channel.subscribe(subscribers as never);
  await projections.rebuild('sample');
  for (const [channel, subscribers] of watched) channel.unsubscribe(subscribers as never);
  expect(seen).toEqual(['rebuild {"projection":"sample"}', 'commit {"projection":"sample","events":3}', 'switch {"projection":"sample"}', 'rebuild ended']);
});
