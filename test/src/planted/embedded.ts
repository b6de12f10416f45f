import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFeed } from '@guitu/event-store';
import { agencyRoles } from '@guitu/contracts';
import { sampleData } from '@guitu/referral/testing';
import { startCollector } from '../observing/collector.js';
import { startMain } from '../observing/hub-main.js';
import { readAll } from '../support/secrets.js';
import type { ExaminedHub } from './examined-hub.js';

/**
 * The hub as it is shipped, at its most talkative, with a collector for its traces.
 * @param preload modules that are loaded before everything else, in each of its threads
 */
export async function startEmbedded(preload: readonly URL[] = []): Promise<ExaminedHub> {
  const scratch = await mkdtemp(join(tmpdir(), 'guitu-planted-'));
  const register = join(scratch, 'organisations.json');
  await writeFile(register, JSON.stringify(sampleData));
  const collector = await startCollector();
  const main = await startMain({
    GUITU_ORGANISATIONS: register, GUITU_LOG_LEVEL: 'trace', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    NODE_OPTIONS: preload.map(({ href }) => `--import=${href}`).join(' '),
  }).catch((error: unknown) => {
    collector.close();
    throw error;
  });
  const { directory } = main;
  const log = await openSqliteFeed({ file: join(directory, 'log.db') });
  const urls = { issuer: main.url('issuer'), audit: main.url('audit'), 'data-protection': main.url('data-protection'), ...Object.fromEntries(agencyRoles.map((role) => [role, main.url(role)])) };
  const backup = ['backup', join(scratch, 'backup'), '--projections', '--keys', join(scratch, 'backup-keys'), '--new-key', join(scratch, 'backup.key')];
  return {
    hub: { urls, log, register: sampleData },
    looks: 3,
    // A moment behind at the most, which whoever reads a list waits for.
    settled: () => Promise.resolve(),
    directory,
    typed: [['projections'], ['parked', 'list'], ['agency', 'list'], backup].map((words) => ({ directory, words })),
    kept: async () => ({ hub: await readAll(directory), backup: await readAll(scratch) }),
    written: () => ({ 'the log lines': main.log(), 'the traces': collector.received() }),
    stop: async () => {
      main.signal('SIGTERM');
      await main.ended;
    },
    remove: async () => {
      await log.close();
      await main.remove();
      collector.close();
      await rm(scratch, { recursive: true });
    },
  };
}
