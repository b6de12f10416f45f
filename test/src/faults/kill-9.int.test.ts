import { expectSameAnswers } from './afterwards/same-answers.js';
import { examine, examineServed } from './afterwards/examine.js';
import type { LogRow } from './afterwards/log-rows.js';
import { onSite } from './on-site.js';

const KILLS = process.env['GUITU_LONG'] === '1' ? 50 : 3;

test(`a hub that is killed ${KILLS} times while agencies write has lost nothing and doubled nothing`, () => onSite('kill -9', async ({ site, agencies, chance }) => {
  const { journal } = agencies;
  let rows: readonly LogRow[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const hub = await site.start();
    await agencies.acknowledge(20 + chance.below(60));
    await hub.kill();
    ({ rows } = await examine(site.directory, journal, rows));
  }
  const last = await site.start();
  await agencies.finish();
  await expectSameAnswers(agencies, last);
  const { opened } = await examineServed(site.directory, () => last.kill(), journal, rows);
  expect(opened).toBeGreaterThan(KILLS * 10);
  process.stderr.write(`kill -9: ${KILLS} kills, ${journal.taken.length} commands acknowledged, ${journal.cutOff} cut off and sent again; refused ${journal.refusals()}\n`);
}), KILLS * 20_000 + 60_000);
