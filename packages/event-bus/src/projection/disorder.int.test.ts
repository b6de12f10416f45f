import { StoreError, openMemoryStore } from '@guitu/event-store';
import { openFixture } from '../testing/fixture.js';
import { deliverBadly } from '../testing/bad-delivery.js';
import { seeded } from '../testing/random.js';
import { rebuiltRows, rowsOf } from '../testing/rows.js';
import { sampleProjection } from '../testing/sample-projection.js';
import type { ProjectionSource } from './source.js';

const SEED = Number(process.env.GUITU_SEED ?? Date.now() % 1_000_000);

it.each([
  { times: 3, order: 'kept' },
  { times: 1, order: 'broken' },
  { times: 2, order: 'broken' },
] as const)(`events delivered $times times with their order $order end in the same rows (seed ${SEED})`, async ({ times, order }) => {
  const fixture = openFixture(openMemoryStore());
  const random = seeded(SEED);
  const add = async (): Promise<void> => {
    for (let round = 0; round < 150; round += 1) {
      await fixture.add(`case-${Math.floor(random() * 30)}`, ...Array.from({ length: 1 + Math.floor(random() * 4) }, () => (random() < 0.05 ? 'void' : 'add')));
    }
  };
  await add();
  const projections = await fixture.start(sampleProjection(), deliverBadly(fixture.source, { seed: SEED, times, order }));
  await add();
  await fixture.settled(projections);
  expect(await projections.listParked()).toEqual([]);
  const rows = projections.reader('sample').read(rowsOf);
  expect(rows).toEqual(await rebuiltRows(sampleProjection(), fixture.source));
  expect(rows.applied?.length).toBeGreaterThan(300);
  await fixture.dispose();
});

it(`a store that is away now and then delays a projection and harms nothing (seed ${SEED})`, async () => {
  const fixture = openFixture(openMemoryStore());
  const random = seeded(SEED);
  // Away at the first look whatever the seed, so that the last line below can be held to it.
  let looks = 0;
  const fail = (): void => {
    looks += 1;
    if (looks === 1 || random() < 0.3) throw new StoreError('store-unavailable', 'away');
  };
  const flaky: ProjectionSource = {
    ...fixture.source,
    store: { readStream: async (stream, options) => { fail(); return fixture.store.readStream(stream, options); }, head: () => fixture.store.head(), backlog: (after) => fixture.store.backlog(after), async *subscribe(options) {
      for await (const page of fixture.store.subscribe({ ...options, pageSize: 20 })) { fail(); yield page; }
    } },
    bus: { ends: () => fixture.source.bus.ends(), backlog: (after, categories) => fixture.source.bus.backlog(after, categories), async *consume(options) {
      for await (const page of fixture.source.bus.consume(options)) { fail(); yield page; }
    } },
  };
  for (let at = 0; at < 40; at += 1) await fixture.add(`case-${at}`, 'add', 'add', at % 7 === 0 ? 'void' : 'add');
  const projections = await fixture.start(sampleProjection(), flaky);
  await fixture.add('case-0', 'add');
  await fixture.settled(projections);
  expect(projections.reader('sample').read(rowsOf)).toEqual(await rebuiltRows(sampleProjection(), fixture.source));
  expect(fixture.kinds()).toContain('retrying');
  await fixture.dispose();
});
