import { examine, examineServed } from './afterwards/examine.js';
import type { LogRow } from './afterwards/log-rows.js';
import { expectSameAnswers } from './afterwards/same-answers.js';
import { killAtStep } from './hub/kill-at-step.js';
import { logSteps, projectionSteps, vaultSteps } from './hub/steps.js';
import { onSite } from './on-site.js';

const LONG = process.env['GUITU_LONG'] === '1';
const ROUNDS = LONG ? 50 : 1;
/** Steps of each part in the short run, drawn by chance; the long run takes them all. */
const SHORT = 2;
const rounds = Array.from({ length: ROUNDS }, (_, place) => place + 1);

const parts = ([['the log', logSteps], ['the vault', vaultSteps], ['the projections', projectionSteps]] as const).map(([part, steps]) => ({ part, steps, count: LONG ? steps.length : SHORT, of: steps.length }));

describe.each(parts)('a hub that is killed at $count of the $of named steps of $part', ({ part, steps, count }) => {
  test.each(rounds)('has lost nothing and doubled nothing, whichever step it was (round %i)', (round) => onSite(`kill at a step of ${part}, round ${round}`, async ({ site, agencies, chance }) => {
    const { journal } = agencies;
    // A log that has something in it.
    const first = await site.start();
    await agencies.acknowledge(30);
    await first.kill();
    let { rows }: { rows: readonly LogRow[] } = await examine(site.directory, journal);
    for (const step of chance.some(steps, count)) {
      const { moment, count } = await killAtStep(step, { site, agencies, chance });
      process.stderr.write(`killed at ${step.channel} ${moment} ${count} of the ${step.thread} thread\n`);
      ({ rows } = await examine(site.directory, journal, rows));
    }
    const last = await site.start();
    await agencies.finish();
    await expectSameAnswers(agencies, last);
    await examineServed(site.directory, () => last.stop(), journal, rows);
  }), 300_000);
});
