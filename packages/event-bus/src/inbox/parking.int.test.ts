import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openMemoryStore } from '@guitu/event-store';
import type { EventReader, StoredEvent } from '@guitu/event-store';
import type { ProjectionDefinition } from '../projection/definition.js';
import type { ProjectionSource } from '../projection/source.js';
import { openFixture } from '../testing/fixture.js';
import type { Fixture } from '../testing/fixture.js';
import { rebuiltRows, rowsOf } from '../testing/rows.js';
import { sampleProjection } from '../testing/sample-projection.js';
import type { SampleEvent } from '../testing/sample-projection.js';
import { until } from '../testing/until.js';

let fixture: Fixture;
beforeEach(() => (fixture = openFixture(openMemoryStore())));
afterEach(() => fixture.dispose());

const totals = (rows: ReturnType<typeof rowsOf>): readonly string[] => (rows.total ?? []).map((row) => {
  const { stream, events, voided } = JSON.parse(row) as { stream: string; events: number; voided: number };
  return `${stream} ${events}${voided === 1 ? ' voided' : ''}`;
});

it('a poison event in the middle of a page parks its own stream and takes nothing else with it', async () => {
  await fixture.add('case-a', 'add', 'poison', 'add');
  await fixture.add('case-b', 'add', 'add');
  await fixture.add('notes-a', 'add');
  const projections = await fixture.start();
  await fixture.settled(projections);
  expect(totals(projections.reader('sample').read(rowsOf))).toEqual(['case-a 1', 'case-b 2', 'notes-a 1']);
  expect(await projections.listParked()).toEqual([
    { projection: 'sample', stream: 'case-a', revision: 1, through: 1, eventId: (await fixture.store.readStream('case-a'))[1]?.id, reason: 'refused', detail: 'Error: poison at event 2', at: expect.any(Number), waiting: 2 },
  ]);
  expect(fixture.kinds()).toEqual(['parked']);
  expect(await projections.status()).toMatchObject([{ parked: 1, caughtUp: true }]);
});

it('a parked stream goes on in order after a retry that works, and stays parked after one that does not', async () => {
  const cure = join(fixture.directory, 'cure');
  const definition = sampleProjection({ cure });
  await fixture.add('case-a', 'add', 'garbage', 'add');
  const projections = await fixture.start(definition);
  await fixture.settled(projections);
  await fixture.add('case-a', 'add', 'add');
  await fixture.settled(projections);
  expect(await projections.listParked('sample')).toMatchObject([{ reason: 'undecodable', revision: 1, waiting: 4 }]);
  expect(await projections.retry('sample', 'case-a')).toBe('still-parked');
  writeFileSync(cure, '');
  expect(await projections.retry('sample', 'case-a')).toBe('released');
  expect(await projections.retry('sample', 'case-a')).toBe('not-parked');
  await fixture.add('case-a', 'add');
  expect(await projections.waitFor('sample', 'case-a', 5, 5_000)).toBe('applied');
  expect(await projections.listParked()).toEqual([]);
  expect(projections.reader('sample').read(rowsOf)).toEqual(await rebuiltRows(definition, fixture.source));
});

it('a long parked stream is released over several transactions', async () => {
  const cure = join(fixture.directory, 'cure');
  const definition = sampleProjection({ cure });
  await fixture.add('case-a', 'poison');
  for (let round = 0; round < 3; round += 1) await fixture.add('case-a', ...Array.from({ length: 300 }, () => 'add' as const));
  const projections = await fixture.start(definition);
  await fixture.settled(projections);
  expect(await projections.listParked()).toMatchObject([{ waiting: 901 }]);
  writeFileSync(cure, '');
  expect(await projections.retry('sample', 'case-a')).toBe('released');
  expect(projections.reader('sample').read(rowsOf)).toEqual(await rebuiltRows(definition, fixture.source));
});

it('a skip leaves out the one event that it names, records why, and meets the next poison', async () => {
  await fixture.add('case-a', 'add', 'poison', 'add', 'garbage', 'add');
  const projections = await fixture.start();
  await fixture.settled(projections);
  expect(await projections.skip('sample', 'case-a', 1, 'entered twice')).toBe('still-parked');
  expect(await projections.skip('sample', 'case-a', 1, 'entered twice')).toBe('not-parked');
  expect(await projections.listParked()).toMatchObject([{ revision: 3, reason: 'undecodable' }]);
  expect(await projections.skip('sample', 'case-a', 3, 'unreadable since the outage')).toBe('released');
  expect(await projections.skip('sample', 'case-a', 3, 'once too often')).toBe('not-parked');
  expect((await projections.listSkipped()).map(({ projection, stream, reason }) => [projection, stream, reason])).toEqual([['sample', 'case-a', 'entered twice'], ['sample', 'case-a', 'unreadable since the outage']]);
  const reader = projections.reader('sample');
  expect(totals(reader.read(rowsOf))).toEqual(['case-a 3']);
  expect(reader.read((db) => db.prepare('select revision, reason, parked_reason from inbox_skipped').all())).toEqual([
    { revision: 1, reason: 'entered twice', parked_reason: 'refused' },
    { revision: 3, reason: 'unreadable since the outage', parked_reason: 'undecodable' },
  ]);

  await projections.rebuild('sample');
  expect(await projections.listParked()).toEqual([]);
  expect(totals(reader.read(rowsOf))).toEqual(['case-a 3']);
});

it('a voided stream is replaced as a whole, without what an operator skipped', async () => {
  await fixture.add('case-a', 'add', 'poison', 'add');
  await fixture.add('case-b', 'add', 'add', 'void', 'add');
  const projections = await fixture.start();
  await fixture.settled(projections);
  await projections.skip('sample', 'case-a', 1, 'test');
  await fixture.add('case-a', 'void');
  await fixture.settled(projections);
  expect(totals(projections.reader('sample').read(rowsOf))).toEqual(['case-a 3 voided', 'case-b 4 voided']);
});

/** A bus that loses or holds back what `lost` says, over a store that may have it. */
function losing(source: ProjectionSource, lost: (event: StoredEvent) => boolean, readStream: EventReader['readStream'] = (stream, options) => source.store.readStream(stream, options)): ProjectionSource {
  return {
    ...source,
    store: { readStream, head: () => source.store.head(), backlog: (after) => source.store.backlog(after), async *subscribe(options) {
      for await (const page of source.store.subscribe(options)) yield { ...page, events: page.events.filter((event) => !lost(event)) };
    } },
    bus: { ends: () => source.bus.ends(), backlog: (after, categories) => source.bus.backlog(after, categories), async *consume(options) {
      for await (const page of source.bus.consume(options)) yield { ...page, events: page.events.filter((event) => !lost(event)) };
    } },
  };
}

it('an event that the bus lost is taken from the store, and reported', async () => {
  await fixture.add('case-a', 'add', 'add', 'add');
  const projections = await fixture.start(sampleProjection(), losing(fixture.source, ({ revision }) => revision === 1));
  await fixture.settled(projections);
  expect(totals(projections.reader('sample').read(rowsOf))).toEqual(['case-a 3']);
  expect(await projections.listParked()).toEqual([]);
  expect(fixture.kinds()).toEqual(['parked', 'gap-closed']);
});

it('an event that the store does not have either parks its stream until it is there', async () => {
  let hidden = true;
  const missing = ({ stream, revision }: { stream: string; revision: number }): boolean => hidden && stream === 'case-a' && revision === 1;
  await fixture.add('case-a', 'add', 'add', 'add');
  await fixture.add('case-b', 'add');
  const source = losing(fixture.source, missing, async (stream, options) => (await fixture.store.readStream(stream, options)).filter((event) => !missing(event)));
  const projections = await fixture.start(sampleProjection(), source);
  await fixture.settled(projections);
  expect(await projections.listParked()).toMatchObject([{ stream: 'case-a', reason: 'gap', revision: 1, through: 1, waiting: 1 }]);
  expect(await projections.waitFor('sample', 'case-a', 2, 5_000)).toBe('parked');
  hidden = false;
  await fixture.add('case-a', 'add');
  await until(async () => (await projections.listParked()).length === 0, 'the gap to close');
  expect(totals(projections.reader('sample').read(rowsOf))).toEqual(['case-a 4', 'case-b 1']);
});

it('preparation is asked once for a chunk, and parks only the stream for which it fails', async () => {
  let calls = 0;
  let outage = 2;
  const definition: ProjectionDefinition<SampleEvent, number> = {
    ...sampleProjection(),
    async prepare(events) {
      calls += 1;
      if (outage-- > 0) throw Object.assign(new Error('the vault is away'), { retriable: true });
      if (events.some(({ kind }) => kind === 'poison')) throw new Error('cannot be opened');
      return events.length;
    },
  };
  await fixture.add('case-a', 'add', 'add');
  const projections = await fixture.start(definition);
  await fixture.settled(projections);
  expect(calls).toBe(3);
  await fixture.add('case-b', 'add', 'poison', 'add');
  await fixture.add('case-c', 'add');
  await fixture.settled(projections);
  expect(await projections.listParked()).toMatchObject([{ stream: 'case-b', revision: 1, reason: 'unprepared', detail: 'Error: cannot be opened' }]);
  expect(totals(projections.reader('sample').read(rowsOf))).toEqual(['case-a 2', 'case-b 1', 'case-c 1']);
});

it('a poison event and a replacement in the middle of a chunk leave the same rows as if each event had come alone', async () => {
  for (const stream of ['case-a', 'case-b', 'case-c', 'case-d']) {
    await fixture.add(stream, 'add', 'add');
    await fixture.add('case-shared', 'add');
  }
  await fixture.add('case-b', 'poison', 'add');
  await fixture.add('case-shared', 'void', 'add');
  await fixture.add('case-a', 'add');
  await fixture.add('case-c', 'garbage');
  await fixture.add('case-d', 'add', 'void', 'add');
  await fixture.add('case-a', 'add');
  const alone: ProjectionSource = { ...fixture.source, store: { ...fixture.source.store, subscribe: (options) => fixture.source.store.subscribe({ ...options, pageSize: 1 }) } };
  const projections = await fixture.start();
  await fixture.settled(projections);
  const whole = projections.reader('sample').read(rowsOf);
  expect(whole).toEqual(await rebuiltRows(sampleProjection(), alone));
  expect(totals(whole)).toEqual(['case-a 4', 'case-b 2', 'case-c 2', 'case-d 5 voided', 'case-shared 6 voided']);
});

it('what a transaction that fails had changed in memory is not in the rows of the next', async () => {
  let full = 2;
  const sample = sampleProjection();
  const definition: ProjectionDefinition<SampleEvent, unknown> = { ...sample, flush: (tx) => {
    sample.flush?.(tx);
    if (full-- > 0) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  } };
  await fixture.add('case-a', 'add', 'add', 'add');
  const projections = await fixture.start(definition);
  await fixture.settled(projections);
  expect(totals(projections.reader('sample').read(rowsOf))).toEqual(['case-a 3']);
  expect(projections.reader('sample').read(rowsOf)).toEqual(await rebuiltRows(sampleProjection(), fixture.source));
  expect(fixture.kinds()).toEqual(['retrying', 'retrying']);
});
