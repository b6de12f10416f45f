import { createDesks } from '../support/hub.js';
import { DAY } from '../support/story.js';
import { examineServed } from './afterwards/examine.js';
import { readProjection } from './afterwards/projection-files.js';
import { onSite } from './on-site.js';

const JUMPS = process.env['GUITU_LONG'] === '1' ? 50 : 6;
const HOUR = DAY / 24;

test(`a hub whose business clock jumps ${JUMPS} times by hours and years, both ways, goes on taking commands, and a recorded time goes on naming a prefix of the log`, () => onSite('clock jumps', async ({ site, agencies, chance }) => {
  const hub = await site.start();
  for (let jump = 0; jump < JUMPS; jump += 1) {
    await hub.order({ kind: 'business-clock', aheadMs: chance.pick([-365 * DAY, -DAY, -3 * HOUR, -HOUR, 0, HOUR, 5 * HOUR, 2 * DAY, 365 * DAY]) });
    await agencies.acknowledge(15);
  }
  await hub.order({ kind: 'business-clock', aheadMs: 366 * DAY });
  await agencies.acknowledge(5);
  await agencies.finish();
  const { journal } = agencies;

  const desks = createDesks(hub.urls);
  const station = desks.as('station-baoji');
  // Tokens go by real time: those that were given in any year are good.
  expect((await station.page('custody')).items).toBeDefined();
  desks.close();
  const { rows } = await examineServed(site.directory, () => hub.stop(), journal);
  const times = rows.map(({ says }) => Date.parse(String(says['time'])));
  const back = times.filter((time, place) => time < (times[place - 1] ?? time)).length;
  expect(back).toBeGreaterThan(0);
  // The recorded time by which audit finds a prefix never falls, whatever the clock did: it waits until the clock is past it again.
  const recorded = (readProjection(site.directory, 'audit-log').rows['entries'] ?? []).map((row) => JSON.parse(row) as { readonly ix: number; readonly recorded_at: number }).toSorted((a, b) => a.ix - b.ix);
  expect(recorded.map(({ recorded_at }) => recorded_at)).toEqual(times.map((_time, place) => Math.max(...times.slice(0, place + 1))));
  process.stderr.write(`clock jumps: ${JUMPS} jumps, ${back} events recorded by a clock that had gone back, ${journal.taken.length} taken, refused ${journal.refusals()}\n`);
}), 120_000 + JUMPS * 20_000);
