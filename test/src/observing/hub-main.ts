import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { portOffsets } from '@guitu/service-kit';
import type { ServiceName } from '@guitu/service-kit';
import { temporaryDirectory } from '../support/hub.js';
import { waitFor } from '../support/wait-for.js';

const services = Object.keys(portOffsets) as ServiceName[];

/** The hub as it is shipped: `main.js` in a process of its own. */
export interface MainProcess {
  readonly directory: string;
  readonly pid: number;
  url(service: ServiceName): string;
  /** Standard error so far: the log. */
  log(): string;
  signal(name: NodeJS.Signals): void;
  /** Exit code, when it has ended. */
  readonly ended: Promise<number | null>;
  /** Kills it if it still runs, and removes its files. */
  remove(): Promise<void>;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)));
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}

/** First of as many free ports in a row as the hub has services. */
async function freePorts(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const all = await Promise.all(services.map((service) => isFree(port + portOffsets[service])));
    if (port + services.length < 65_536 && all.every(Boolean)) return port;
  }
}

/** Starts it with an empty log and these settings, and resolves when every service answers. */
export async function startMain(settings: Readonly<Record<string, string>> = {}): Promise<MainProcess> {
  const [directory, base] = await Promise.all([temporaryDirectory(), freePorts()]);
  const main = fileURLToPath(new URL('../../../services/standalone/dist/main.js', import.meta.url));
  const environment = { PATH: process.env['PATH'] ?? '', GUITU_DATA: directory, GUITU_PORT_BASE: String(base), ...settings };
  const child = spawn(process.execPath, [main, '--empty'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  let running = true;
  void ended.then(() => (running = false));
  const url = (service: ServiceName): string => `http://127.0.0.1:${base + portOffsets[service]}`;
  const remove = async (): Promise<void> => {
    if (running) child.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true });
  };
  try {
    await waitFor('the hub', async () => {
      if (!running) throw new Error(`the hub did not start: ${log}`);
      return fetch(`${url('audit')}/readyz`).then(({ status }) => status === 200, () => false);
    }, 25_000);
  } catch (error) {
    await remove();
    throw error;
  }
  return { directory, pid: child.pid ?? 0, url, log: () => log, signal: (name) => void child.kill(name), ended, remove };
}
