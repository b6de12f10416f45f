import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFeed } from '@guitu/event-store';
import { agencyRoles } from '@guitu/contracts';
import { sampleData } from '@guitu/referral/testing';
import { startCollector } from '../observing/collector.js';
import type { Collector } from '../observing/collector.js';
import { startMain } from '../observing/hub-main.js';
import type { MainProcess } from '../observing/hub-main.js';
import type { PlantedHub } from './lifecycles/hub.js';

/** The hub as it is shipped, at its most talkative, with a collector for its traces. */
export interface EmbeddedHub {
  readonly hub: PlantedHub;
  readonly main: MainProcess;
  readonly collector: Collector;
  /** Directory of the hub's files. */
  readonly directory: string;
  /** For what the test writes; beside the hub's. */
  readonly scratch: string;
  /** Ends the hub in order, so that everything that it had to say is said. Its files stay. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** @param preload modules that are loaded before everything else, in each of its threads */
export async function startEmbedded(preload: readonly URL[] = []): Promise<EmbeddedHub> {
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
  const log = await openSqliteFeed({ file: join(main.directory, 'log.db') });
  const urls = { issuer: main.url('console'), audit: main.url('audit'), 'data-protection': main.url('data-protection'), ...Object.fromEntries(agencyRoles.map((role) => [role, main.url(role)])) };
  return {
    hub: { urls, log, register: sampleData },
    main, collector, scratch,
    directory: main.directory,
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
