import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { portOffsets } from '@guitu/service-kit';
import type { ServiceName } from '@guitu/service-kit';
import { freePortBase } from '../support/free-ports.js';
import { temporaryDirectory } from '../support/hub.js';
import { waitFor } from '../support/wait-for.js';

/** The hub as it is shipped: `main.js` in a process of its own. */
export interface MainProcess {
  readonly directory: string;
  url(service: ServiceName): string;
  /** Standard error so far: the log. */
  log(): string;
  signal(name: NodeJS.Signals): void;
  /** Exit code, when it has ended. */
  readonly ended: Promise<number | null>;
  /** Kills it if it still runs, and removes its files. */
  remove(): Promise<void>;
}

export interface MainOptions {
  /** What an earlier one left; an empty one when absent. */
  readonly directory?: string;
  /** Loaded before everything else, in each of its threads. */
  readonly preload?: URL;
}

/** Starts it without the sample and with these settings, and resolves when every service answers. */
export async function startMain(settings: Readonly<Record<string, string>> = {}, { directory: earlier, preload }: MainOptions = {}): Promise<MainProcess> {
  const [directory, base] = await Promise.all([earlier ?? temporaryDirectory(), freePortBase()]);
  const main = fileURLToPath(new URL('../../../services/standalone/dist/main.js', import.meta.url));
  const environment = { PATH: process.env['PATH'] ?? '', GUITU_DATA: directory, GUITU_PORT_BASE: String(base), ...settings };
  const child = spawn(process.execPath, [...(preload === undefined ? [] : ['--import', preload.href]), main, '--empty'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  let running = true;
  void ended.then(() => (running = false));
  const url = (service: ServiceName): string => `http://127.0.0.1:${base + portOffsets[service]}`;
  const remove = async (): Promise<void> => {
    if (running) child.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await waitFor('the hub', async () => {
      if (!running) throw new Error(`the hub did not start: ${log}`);
      return fetch(`${url('audit')}/readyz`).then(({ status }) => status === 200, () => false);
    }, 60_000);
  } catch (error) {
    await remove();
    throw error;
  }
  return { directory, url, log: () => log, signal: (name) => void child.kill(name), ended, remove };
}
