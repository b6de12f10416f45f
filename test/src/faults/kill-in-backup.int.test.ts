import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLedger } from '@guitu/service-kit';
import { guitu } from '../support/guitu.js';
import { temporaryDirectory } from '../support/hub.js';
import { examine } from './afterwards/examine.js';
import { expectContinues, expectWholeLog, readLogRows } from './afterwards/log-rows.js';
import type { LogRow } from './afterwards/log-rows.js';
import { untilServed } from './afterwards/projection-files.js';
import { killModule, killVariable, killWords } from './hub/kill-order.js';
import { backupSteps } from './hub/steps.js';
import { onSite } from './on-site.js';

const LONG = process.env['GUITU_LONG'] === '1';
const ROUNDS = LONG ? 9 : 1;
/** Steps in the short run, drawn by chance; the long run takes them all. */
const SHORT = 3;
const count = LONG ? backupSteps.length : SHORT;
/** Under the hub's own master key, so whoever is erased must not stand in it for longer than the copying takes. */
const draftIn = (directory: string): string => join(directory, 'keys', 'backup-draft.db');

test.each(Array.from({ length: ROUNDS }, (_, place) => place + 1))(`a hub that is killed at ${count} of the ${backupSteps.length} steps of a backup has lost nothing, and what it left is a backup only when it has both manifests (round %i)`, (round) => onSite(`kill in backup, round ${round}`, async ({ site, agencies, chance }) => {
  const elsewhere = await temporaryDirectory();
  const key = join(elsewhere, 'backup.key');
  let rows: readonly LogRow[] = [];
  const backup = async (name: string): Promise<{ readonly code: number; readonly log: string; readonly keys: string; readonly restored: string }> => {
    await mkdir(join(elsewhere, name));
    const [log, keys, restored] = ['log', 'keys', 'restored'].map((part) => join(elsewhere, name, part)) as [string, string, string];
    const { exit } = await guitu(site.directory, ['backup', log, '--keys', keys, existsSync(key) ? '--key' : '--new-key', key, '--projections']);
    return { code: exit, log, keys, restored };
  };
  const restore = async ({ log, keys, restored }: Awaited<ReturnType<typeof backup>>): Promise<number> => (await guitu(restored, ['restore', log, '--keys', keys, '--key', key, '--to', restored, '--ledger', defaultLedger(site.directory)])).exit;
  try {
    for (const { channel, thread, moments, within } of chance.some(backupSteps, count)) {
      const moment = chance.pick(moments);
      const time = 1 + chance.below(within);
      const hub = await site.start({ preload: killModule, environment: { [killVariable]: killWords({ channel, moment, thread, count: time }) } });
      expect(existsSync(draftIn(site.directory))).toBe(false);
      await agencies.acknowledge(10);
      const cut = await backup(`${channel}-${moment}`);
      expect(await hub.gone).toBe('SIGKILL');
      expect(cut.code).not.toBe(0);
      expect(existsSync(draftIn(site.directory))).toBe(channel === 'guitu.backup.wrap');
      ({ rows } = await examine(site.directory, agencies.journal, rows));
      const complete = existsSync(join(cut.log, 'manifest.json')) && existsSync(join(cut.keys, 'manifest.json'));
      expect(complete).toBe(channel === 'guitu.backup.manifest' && moment === 'asyncEnd' && time === 2);
      expect(await restore(cut)).toBe(complete ? 0 : 4);
      process.stderr.write(`killed at ${channel} ${moment} ${time} while ${agencies.journal.taken.length} commands were acknowledged\n`);
    }
    const hub = await site.start();
    expect(existsSync(draftIn(site.directory))).toBe(false);
    await agencies.acknowledge(10);
    const taken = await backup('whole');
    expect(taken.code).toBe(0);
    await agencies.acknowledge(5);
    await agencies.finish();
    await untilServed(site.directory);
    await hub.stop();
    ({ rows } = await examine(site.directory, agencies.journal, rows, { projections: 'served' }));
    expect(await restore(taken)).toBe(0);
    const restored = readLogRows(taken.restored);
    expectWholeLog(restored);
    expectContinues(restored, rows);
    expect(restored.length).toBeGreaterThan(30);
  } finally {
    await rm(elsewhere, { recursive: true });
  }
}), 300_000);
