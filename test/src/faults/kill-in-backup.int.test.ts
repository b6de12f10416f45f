import { draftThere, onBackups } from '../support/backups.js';
import { guitu } from '../support/guitu.js';
import { examine, examineServed } from './afterwards/examine.js';
import { expectContinues, expectWholeLog, readLogRows } from './afterwards/log-rows.js';
import type { LogRow } from './afterwards/log-rows.js';
import { killModule, killVariable, killWords } from './hub/kill-order.js';
import { backupSteps } from './hub/steps.js';
import { onSite } from './on-site.js';

const LONG = process.env['GUITU_LONG'] === '1';
const ROUNDS = LONG ? 9 : 1;
/** Steps in the short run, drawn by chance; the long run takes them all. */
const SHORT = 3;
const count = LONG ? backupSteps.length : SHORT;

test.each(Array.from({ length: ROUNDS }, (_, place) => place + 1))(`a hub that is killed at ${count} of the ${backupSteps.length} steps of a backup has lost nothing, and what it left is a backup only when it has both manifests (round %i)`, (round) => onSite(`kill in backup, round ${round}`, ({ site, agencies, chance }) => onBackups(site.directory, async (place) => {
  let rows: readonly LogRow[] = [];
  for (const { channel, thread, moments, within } of chance.some(backupSteps, count)) {
    const moment = chance.pick(moments);
    const time = 1 + chance.below(within);
    const hub = await site.start({ preload: killModule, environment: { [killVariable]: killWords({ channel, moment, thread, count: time }) } });
    expect(draftThere(site.directory)).toBe(false);
    await agencies.acknowledge(10);
    const cut = await place(`${channel}-${moment}`);
    const { exit } = await guitu(site.directory, [...cut.words(), '--projections']);
    expect(await hub.gone).toBe('SIGKILL');
    expect(exit).not.toBe(0);
    expect(draftThere(site.directory)).toBe(channel === 'guitu.backup.wrap');
    ({ rows } = await examine(site.directory, agencies.journal, rows));
    const complete = cut.manifests().every(Boolean);
    expect(complete).toBe(channel === 'guitu.backup.manifest' && moment === 'asyncEnd' && time === 2);
    expect((await cut.restore()).exit).toBe(complete ? 0 : 4);
    process.stderr.write(`killed at ${channel} ${moment} ${time} while ${agencies.journal.taken.length} commands were acknowledged\n`);
  }
  const hub = await site.start();
  expect(draftThere(site.directory)).toBe(false);
  await agencies.acknowledge(10);
  const whole = await place('whole');
  expect((await guitu(site.directory, [...whole.words(), '--projections'])).exit).toBe(0);
  await agencies.acknowledge(5);
  await agencies.finish();
  ({ rows } = await examineServed(site.directory, () => hub.stop(), agencies.journal, rows));
  expect((await whole.restore()).exit).toBe(0);
  const restored = readLogRows(whole.restored);
  expectWholeLog(restored);
  expectContinues(restored, rows);
  expect(restored.length).toBeGreaterThan(30);
})), 300_000);
