import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openMemoryStore } from '@guitu/event-store';
import { openFixture } from '../testing/fixture.js';
import type { Fixture } from '../testing/fixture.js';
import { rebuiltRows, rowsOf } from '../testing/rows.js';
import { sampleProjection } from '../testing/sample-projection.js';
import { until } from '../testing/until.js';
import type { ProjectionSource } from './source.js';

let fixture: Fixture;
beforeEach(() => (fixture = openFixture(openMemoryStore())));
afterEach(() => fixture.dispose());

const files = (): readonly string[] => readdirSync(fixture.directory).filter((file) => file.endsWith('.db') || file.endsWith('.damaged')).sort();
const serving = (): string => join(fixture.directory, readFileSync(join(fixture.directory, 'sample.current'), 'utf8'));

/** Some cases, applied by a run that has ended. */
async function earlierRun(): Promise<void> {
  for (let at = 0; at < 60; at += 1) await fixture.add(`case-${at}`, 'add', 'add', 'add');
  const projections = await fixture.start();
  await fixture.settled(projections);
  await projections.close();
}

/** A start after which everything is as if built from the log. */
async function startsWhole(definition = sampleProjection()): Promise<void> {
  await fixture.add('case-late', 'add');
  const projections = await fixture.start(definition);
  await fixture.settled(projections);
  expect(projections.reader('sample').read(rowsOf)).toEqual(await rebuiltRows(definition, fixture.source));
}

it('a run goes on where the last one ended', async () => {
  await earlierRun();
  await fixture.add('case-0', 'add');
  const projections = await fixture.start();
  await fixture.settled(projections);
  expect(await projections.status()).toMatchObject([{ applied: 1, version: 1, lagMs: 0, rebuilding: false, servesEarlierVersion: false }]);
  expect(fixture.kinds()).toEqual([]);
});

it.each([
  ['truncated', (file: string) => truncateSync(file, 8_192)],
  ['emptied', (file: string) => truncateSync(file, 0)],
  ['overwritten', (file: string) => writeFileSync(file, 'x'.repeat(40_000))],
  ['deleted', (file: string) => rmSync(file)],
])('a projection file that was %s is built anew', async (_, damage) => {
  await earlierRun();
  damage(serving());
  await startsWhole();
  expect(fixture.kinds()).toEqual(['file-replaced']);
  expect(files()).toContain('sample.v1.b2.db');
});

it('a file in which one page went bad is built anew, and the bad one kept', async () => {
  await earlierRun();
  const bytes = readFileSync(serving());
  bytes.fill(0xa5, 3 * 4_096, 6 * 4_096);
  writeFileSync(serving(), bytes);
  await startsWhole();
  expect(files()).toEqual(['sample.damaged', 'sample.v1.b2.db']);
});

it('a pointer that names nothing of ours is not followed', async () => {
  await earlierRun();
  writeFileSync(join(fixture.directory, 'sample.current'), '../../etc/passwd');
  await startsWhole();
});

it('a first build that is stopped between two pages of the log is not taken for whole, where the bus goes on from a place of its own', async () => {
  for (let at = 0; at < 4_500; at += 1) await fixture.add(`case-${at}`, 'add');
  let closed: Promise<void> | undefined;
  let stopAfterPage = (): void => undefined;
  const source: ProjectionSource = {
    ...fixture.source,
    store: { ...fixture.store, async *subscribe(options) {
      for await (const page of fixture.store.subscribe(options)) {
        yield page;
        stopAfterPage();
      }
    } },
    // Everything has been published, and nothing new comes.
    bus: { ends: async () => ({ 'topic/0': '4500' }), backlog: async () => 0, async *consume({ after, signal }) {
      yield { events: [], cursors: after, caughtUp: true };
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    } },
  };
  const first = await fixture.start(sampleProjection(), source);
  stopAfterPage = () => void (closed ??= first.close());
  await until(() => closed !== undefined, 'the stop');
  await closed;

  const second = await fixture.start(sampleProjection(), source);
  await until(async () => (await second.status()).every(({ caughtUp }) => caughtUp), 'the second run to be caught up');
  expect(second.reader('sample').read(rowsOf)).toEqual(await rebuiltRows(sampleProjection(), fixture.source));
});

it('a file that disappears while it is fed is built anew', async () => {
  await earlierRun();
  const projections = await fixture.start();
  await fixture.settled(projections);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${serving()}${suffix}`, { force: true });
  await fixture.add('case-late', 'add');
  await until(() => fixture.kinds().includes('file-replaced'), 'the replacement');
  await fixture.settled(projections);
  expect(projections.reader('sample').read(rowsOf)).toEqual(await rebuiltRows(sampleProjection(), fixture.source));
});

it('a file of another log is not continued', async () => {
  await earlierRun();
  const other = openFixture(openMemoryStore({ storeId: 'other' }));
  await other.add('case-0', 'add');
  const projections = await fixture.start(sampleProjection(), other.source);
  await other.settled(projections);
  expect(projections.reader('sample').read(rowsOf)).toEqual(await rebuiltRows(sampleProjection(), other.source));
  expect(fixture.incidents).toMatchObject([{ kind: 'file-replaced', detail: expect.stringContaining('It belongs to log') }]);
  await other.dispose();
});

it('a checkpoint beyond the head of a restored log is not continued', async () => {
  await earlierRun();
  const restored = openFixture(openMemoryStore({ storeId: fixture.store.storeId }));
  await restored.add('case-0', 'add');
  const projections = await fixture.start(sampleProjection(), restored.source);
  await until(() => fixture.kinds().includes('file-replaced'), 'the refusal');
  await restored.settled(projections);
  expect(projections.reader('sample').read(rowsOf)).toEqual(await rebuiltRows(sampleProjection(), restored.source));
  await restored.dispose();
});

it('what a crash in the middle of a rebuild left behind is removed, and the old file serves', async () => {
  await earlierRun();
  writeFileSync(join(fixture.directory, 'sample.v1.b2.db'), 'half');
  writeFileSync(join(fixture.directory, 'sample.v1.b2.db-wal'), 'half');
  await fixture.start();
  expect(files()).toEqual(['sample.v1.b1.db']);
});

it('two runs over one file: the later one goes on, the earlier one stops', async () => {
  await fixture.add('case-a', 'add');
  const first = await fixture.start();
  await fixture.settled(first);
  const second = await fixture.start();
  await fixture.settled(second);
  await fixture.add('case-a', 'add');
  await fixture.settled(second);
  await until(() => fixture.kinds().includes('taken-over'), 'the earlier run to stop');
  expect(second.reader('sample').read(rowsOf)).toEqual(await rebuiltRows(sampleProjection(), fixture.source));
});

/** Lets the store be read only as far as the test says. */
function heldBack(source: ProjectionSource): { readonly source: ProjectionSource; readonly reached: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  let arrive = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  let held = false;
  return {
    reached,
    open,
    source: { ...source, store: { readStream: (stream, options) => source.store.readStream(stream, options), head: () => source.store.head(), backlog: (after) => source.store.backlog(after), async *subscribe(options) {
      for await (const page of source.store.subscribe(options)) {
        if (held) {
          arrive();
          await opened;
        }
        yield page;
      }
      held = true; // The first pass, that of the first build, goes through.
    } } },
  };
}

it('a rebuild goes on beside the file that serves, and readers change over without going back in time', async () => {
  await earlierRun();
  rmSync(join(fixture.directory, 'sample.current'));
  const gate = heldBack(fixture.source);
  const projections = await fixture.start(sampleProjection(), gate.source);
  await fixture.settled(projections);
  const reader = projections.reader('sample');
  const count = (): number => Number(reader.read((db) => db.prepare('select count(*) from applied').pluck().get()));
  const before = count();
  const rebuild = projections.rebuild('sample');
  await gate.reached;
  expect((await projections.status())[0]).toMatchObject({ rebuilding: true });
  await fixture.add('case-meanwhile', 'add', 'add');
  expect(await projections.waitFor('sample', 'case-meanwhile', 1, 5_000)).toBe('applied');
  expect(count()).toBe(before + 2);
  gate.open();
  let least = before + 2;
  let done = false;
  const finished = rebuild.then(() => (done = true));
  await until(() => {
    const now = count();
    expect(now).toBeGreaterThanOrEqual(least);
    least = now;
    return done;
  }, 'the rebuild');
  await finished;
  expect(files()).toEqual([expect.stringMatching(/sample\.v1\.b[34]\.db/)]);
  await fixture.add('case-after', 'add');
  expect(await projections.waitFor('sample', 'case-after', 0, 5_000)).toBe('applied');
  expect(reader.read(rowsOf)).toEqual(await rebuiltRows(sampleProjection(), fixture.source));
});

it('the file of an earlier version serves until that of the new one has caught up', async () => {
  await earlierRun();
  const gate = heldBack(fixture.source);
  for await (const _ of gate.source.store.subscribe({ live: false })); // From here on held back.
  const projections = await fixture.start(sampleProjection({ version: 2 }), gate.source);
  await gate.reached;
  const reader = projections.reader('sample');
  const count = (): unknown => reader.read((db) => db.prepare('select count(*) from applied').pluck().get());
  await fixture.add('case-late', 'add');
  const seen = projections.waitFor('sample', 'case-late', 0, 10_000);
  expect(count()).toBe(180);
  expect((await projections.status())[0]).toMatchObject({ version: 2, servesEarlierVersion: true, rebuilding: true, caughtUp: false });
  gate.open();
  expect(await seen).toBe('applied');
  expect(count()).toBe(181);
  await fixture.settled(projections);
  expect(files()).toEqual(['sample.v2.b2.db']);
});

it('the file of an earlier setting serves until that of the new one has caught up, and the same setting goes on with its own', async () => {
  await fixture.add('case-a', 'add', 'add');
  for (const [settings, file] of [['working days of 2026', 'sample.v1.b1.db'], ['working days of 2026', 'sample.v1.b1.db'], ['working days of 2027', 'sample.v1.b2.db'], [undefined, 'sample.v1.b3.db']] as const) {
    const projections = await fixture.start(sampleProjection(settings === undefined ? {} : { settings }));
    await fixture.settled(projections);
    expect(files()).toEqual([file]);
    await projections.close();
  }
});

it('a rebuild that is asked for after new options is not the one that began with the earlier ones', async () => {
  await earlierRun();
  const gate = heldBack(fixture.source);
  for await (const _ of gate.source.store.subscribe({ live: false })); // From here on held back.
  const projections = await fixture.start(sampleProjection({ version: 2 }), gate.source);
  await gate.reached;
  await projections.reconfigure('sample', {});
  const asked = Promise.all([projections.rebuild('sample'), projections.rebuild('sample')]);
  gate.open();
  await asked;
  await fixture.settled(projections);
  expect(files()).toEqual(['sample.v2.b3.db']);
});

it('a rebuild that fails leaves the old file serving', async () => {
  await earlierRun();
  let broken = false;
  const source: ProjectionSource = { ...fixture.source, store: { readStream: (stream, options) => fixture.store.readStream(stream, options), head: () => fixture.store.head(), backlog: (after) => fixture.store.backlog(after), async *subscribe(options) {
    if (broken) throw new Error('the disk of the log is broken');
    yield* fixture.store.subscribe(options);
  } } };
  const projections = await fixture.start(sampleProjection(), source);
  await fixture.settled(projections);
  broken = true;
  await expect(projections.rebuild('sample')).rejects.toThrow('the disk of the log is broken');
  expect(files()).toEqual(['sample.v1.b1.db']);
  await fixture.add('case-late', 'add');
  expect(await projections.waitFor('sample', 'case-late', 0, 5_000)).toBe('applied');
});

it('waiting for an event that does not come ends in time, and so does closing', async () => {
  const projections = await fixture.start();
  expect(await projections.waitFor('sample', 'case-a', 0, 10)).toBe('timed-out');
  const waiting = projections.waitFor('sample', 'case-a', 0, 60_000);
  await projections.close();
  expect(await waiting).toBe('timed-out');
});
