import { existsSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { chanceOf } from '../support/seed.js';
import { waitFor } from '../support/wait-for.js';
import { Agencies } from './agencies/agencies.js';
import { examine } from './afterwards/examine.js';
import type { LogRow } from './afterwards/log-rows.js';
import { fileOfProjection, pointerOf, projectionNames, untilServed } from './afterwards/projection-files.js';
import { Site } from './hub/site.js';

const LONG = process.env['GUITU_LONG'] === '1';
const ROUNDS = LONG ? 12 : 1;
/** Harms in a round of the short run; the long run does them all. */
const SHORT = 3;

const truncate = (file: string): void => truncateSync(file, Math.floor(statSync(file).size / 2));
const overwrite = (file: string): void => writeFileSync(file, 'this is no database '.repeat(2_000), { flag: 'r+' });
const withWal = (file: string): void => ['', '-wal', '-shm'].forEach((suffix) => rmSync(`${file}${suffix}`, { force: true }));
const harms: Readonly<Record<string, (directory: string, name: string) => void>> = {
  deleted: (directory, name) => rmSync(fileOfProjection(directory, name)),
  'deleted with all that belongs to it': (directory, name) => withWal(fileOfProjection(directory, name)),
  truncated: (directory, name) => truncate(fileOfProjection(directory, name)),
  'overwritten with something else': (directory, name) => overwrite(fileOfProjection(directory, name)),
  'left without its pointer': (directory, name) => rmSync(pointerOf(directory, name)),
  'left with a pointer to nothing': (directory, name) => writeFileSync(pointerOf(directory, name), `${name}.v1.b4711.db`),
  'left with a pointer that says nothing': (directory, name) => writeFileSync(pointerOf(directory, name), '../../etc/passwd\n'),
};

/** What the hub notices while it feeds the file; a connection that is open goes on over the others, and the next start notices them. */
const noticedAtOnce: ReadonlySet<string> = new Set(['deleted', 'deleted with all that belongs to it']);

const all = Object.keys(harms);
describe.each(Array.from({ length: ROUNDS }, (_, place) => place + 1))(`projection files that are harmed, ${LONG ? all.length : SHORT} of ${all.length} ways (round %i)`, (round) => {
  const chance = chanceOf(`projection files, round ${round}`);
  let site: Site;
  let agencies: Agencies;
  let rows: readonly LogRow[] = [];
  beforeAll(async () => {
    site = await Site.open();
    agencies = new Agencies({ site, chance });
  });
  afterAll(async () => {
    await agencies.close();
    await site.close();
  });

  test.each(LONG ? all : chance.some(all, SHORT))('while the hub runs and while it is down, each %s, are made again from the log, and no command waits for it', async (harm) => {
    const running = await site.start();
    await agencies.acknowledge(10);
    const [first, second] = [chance.pick(projectionNames), chance.pick(projectionNames)];
    const harmed = fileOfProjection(site.directory, first);
    harms[harm]?.(site.directory, first);
    await agencies.acknowledge(10);
    if (noticedAtOnce.has(harm)) await waitFor('another file in its place', () => fileOfProjection(site.directory, first) !== harmed && existsSync(fileOfProjection(site.directory, first)));
    await running.kill();
    ({ rows } = await examineLog(rows));
    try {
      harms[harm]?.(site.directory, second);
    } catch (error) {
      // The first harm may not have been mended yet.
      if (second !== first) throw error;
    }
    const next = await site.start();
    await agencies.acknowledge(10);
    await untilServed(site.directory);
    await next.stop();
    ({ rows } = await examine(site.directory, agencies.journal, rows));

  }, 120_000);

  /** Only what does not need the harmed files. */
  const examineLog = (earlier: readonly LogRow[]) => examine(site.directory, agencies.journal, earlier, { projections: 'nothing' });
});
