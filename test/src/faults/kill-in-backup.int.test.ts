import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLedger } from '@guitu/service-kit';
import { guitu } from '../support/guitu.js';
import { temporaryDirectory } from '../support/hub.js';
import { examine } from './afterwards/examine.js';
import { expectContinues, expectWholeLog, readLogRows } from './afterwards/log-rows.js';
import type { LogRow } from './afterwards/log-rows.js';
import { killModule, killVariable, killWords } from './hub/kill-order.js';
import { backupSteps } from './hub/steps.js';
import { onSite } from './on-site.js';

const ROUNDS = process.env['GUITU_LONG'] === '1' ? 17 : 1;

test.each(Array.from({ length: ROUNDS }, (_, place) => place + 1))('a hub that is killed at a step of a backup has lost nothing, and what it left is a backup only when it has its manifest (round %i)', (round) => onSite(`kill in backup, round ${round}`, async ({ site, agencies, chance }) => {
  const elsewhere = await temporaryDirectory();
  const key = join(elsewhere, 'backup.key');
  let rows: readonly LogRow[] = [];
  const backup = async (name: string): Promise<{ readonly code: number; readonly log: string; readonly keys: string; readonly restored: string }> => {
    await mkdir(join(elsewhere, name));
    const [log, keys, restored] = ['log', 'keys', 'restored'].map((part) => join(elsewhere, name, part)) as [string, string, string];
    const { exit } = await guitu(site.directory, ['backup', log, '--keys', keys, existsSync(key) ? '--key' : '--new-key', key]);
    return { code: exit, log, keys, restored };
  };
  const restore = async ({ log, keys, restored }: Awaited<ReturnType<typeof backup>>): Promise<number> => (await guitu(restored, ['restore', log, '--keys', keys, '--key', key, '--to', restored, '--ledger', defaultLedger(site.directory)])).exit;
  try {
    for (const { channel, thread, moments } of backupSteps) {
      const moment = chance.pick(moments);
      const hub = await site.start({ preload: killModule, environment: { [killVariable]: killWords({ channel, moment, thread, count: 1 }) } });
      await agencies.acknowledge(10);
      const cut = await backup(`${channel}-${moment}`);
      expect(await hub.gone).toBe('SIGKILL');
      expect(cut.code).not.toBe(0);
      ({ rows } = await examine(site.directory, agencies.journal, rows));
      const complete = existsSync(join(cut.log, 'manifest.json')) && existsSync(join(cut.keys, 'manifest.json'));
      expect(complete).toBe(channel === 'guitu.backup.manifest' && moment === 'asyncEnd');
      expect(await restore(cut)).toBe(complete ? 0 : 4);
      process.stderr.write(`killed at ${channel} ${moment} while ${agencies.journal.taken.length} commands were acknowledged\n`);
    }
    const hub = await site.start();
    await agencies.acknowledge(10);
    const taken = await backup('whole');
    expect(taken.code).toBe(0);
    await agencies.acknowledge(5);
    await agencies.finish();
    await hub.stop();
    ({ rows } = await examine(site.directory, agencies.journal, rows));
    expect(await restore(taken)).toBe(0);
    const restored = readLogRows(taken.restored);
    expectWholeLog(restored);
    expectContinues(restored, rows);
    expect(restored.length).toBeGreaterThan(30);
  } finally {
    await rm(elsewhere, { recursive: true });
  }
}), 300_000);
