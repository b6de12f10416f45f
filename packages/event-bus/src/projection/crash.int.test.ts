import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@guitu/event-store';
import { openFixture } from '../testing/fixture.js';
import { seeded } from '../testing/random.js';
import { rebuiltRows, rowsOf } from '../testing/rows.js';
import { sampleEvent, sampleProjection } from '../testing/sample-projection.js';
import { until } from '../testing/until.js';
import { openProjectionReader } from './reader.js';

const SEED = Number(process.env.GUITU_SEED ?? Date.now() % 1_000_000);
const CHILD = new URL('../testing/crash-child.js', import.meta.url).pathname;

it(`kill -9 at any instant, also in a rebuild, ends in the rows of a rebuild (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const folder = mkdtempSync(join(tmpdir(), 'guitu-crash-'));
  const file = join(folder, 'log.sqlite');
  const fixture = openFixture(await openSqliteStore({ file, durability: 'normal' }));
  const STREAMS = 800;
  for (let revision = 0; revision < 8; revision += 1) {
    await Promise.all(Array.from({ length: STREAMS }, (_, at) => fixture.store.append(`case-${at}`, [sampleEvent(`case-${at}`, revision, random() < 0.01 ? 'void' : 'add')], { expected: revision === 0 ? 'no-stream' : revision - 1 })));
  }
  const reader = openProjectionReader({ directory: fixture.directory, name: 'sample' });
  const applied = (): number => {
    try {
      return Number(reader.read((db) => db.prepare('select count(*) from applied').pluck().get()));
    } catch {
      return 0;
    }
  };
  /** Bytes of the newest file, its write-ahead log included; undefined while there is only the one that serves. */
  const growing = (): number | undefined => {
    const builds = readdirSync(fixture.directory).filter((name) => /\.db(-wal)?$/.test(name));
    const numbers = builds.map((name) => Number(/b(\d+)/.exec(name)?.[1]));
    const newest = Math.max(...numbers);
    if (newest === Math.min(...numbers)) return undefined;
    return builds.filter((name) => name.includes(`.b${newest}.`)).reduce((sum, name) => sum + (statSync(join(fixture.directory, name), { throwIfNoEntry: false })?.size ?? 0), 0);
  };
  for (let kill = 0; kill < 4; kill += 1) {
    const rebuild = kill % 2 === 1;
    const child = spawn(process.execPath, [CHILD, file, fixture.directory, rebuild ? 'rebuild' : ''], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await until(() => said.includes('running'), 'the process');
    const target = Math.min(applied() + 1 + Math.floor(random() * 1_600), STREAMS * 8);
    const running = once(child, 'exit');
    const bytes = Math.floor(random() * 400_000);
    await until(() => (rebuild ? (growing() ?? 0) >= bytes || said.includes('switched') : applied() >= target), rebuild ? `${bytes} bytes` : `${target} events`);
    child.kill('SIGKILL');
    await running;
  }
  reader.close();
  const projections = await fixture.start();
  await fixture.settled(projections);
  const rows = projections.reader('sample').read(rowsOf);
  expect(rows.applied?.length).toBe(STREAMS * 8);
  expect(rows).toEqual(await rebuiltRows(sampleProjection(), fixture.source));
  expect(await projections.listParked()).toEqual([]);
  await fixture.dispose();
  rmSync(folder, { recursive: true });
});
