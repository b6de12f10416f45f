import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { portOffsets } from '@guitu/service-kit';
import { freePortBase } from '../support/free-ports.js';
import { temporaryDirectory } from '../support/hub.js';
import { describeWithBroker, sharedBroker } from '../support/kafka.js';
import { waitFor } from '../support/wait-for.js';

const main = fileURLToPath(new URL('../../../services/standalone/dist/distributed/main.js', import.meta.url));

/** Processes whose command holds the text, by their ids. */
const running = (text: string): readonly number[] =>
  spawnSync('ps', ['-A', '-o', 'pid=,command='], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10));

/** `npm run start:distributed -- --empty` after its build, on free ports and an empty directory. */
async function startHere() {
  // Above the services stand the servers that are started along.
  const [directory, base] = await Promise.all([temporaryDirectory(), freePortBase(12)]);
  const environment = {
    PATH: process.env['PATH'], HOME: process.env['HOME'], GUITU_DATA: directory, GUITU_PORT_BASE: String(base), KAFKA_BROKERS: (sharedBroker() ?? []).join(','), GUITU_NAMESPACE: `start-${process.pid}-${base}`,
  };
  const child = spawn(process.execPath, [main, '--empty'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, noted] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (noted += text));
  let over = false;
  const ended = once(child, 'close').then(([code]) => {
    over = true;
    return code as number | null;
  });
  return {
    said: () => said,
    noted: () => noted,
    ended,
    over: () => over,
    signal: (name: NodeJS.Signals) => void child.kill(name),
    url: (service: keyof typeof portOffsets) => `http://127.0.0.1:${base + portOffsets[service]}`,
    /** The trial server of this start alone, by the log that it keeps. */
    eventStores: () => running(`${directory}/eventstore.db`),
    /** Answers at the addresses of the services. */
    answering: async () => (await Promise.all((Object.keys(portOffsets) as (keyof typeof portOffsets)[]).map((service) => fetch(`http://127.0.0.1:${base + portOffsets[service]}/healthz`).then(() => true, () => false)))).filter(Boolean).length,
    remove: async () => {
      if (!over) child.kill('SIGKILL');
      await ended;
      await rm(directory, { recursive: true, maxRetries: 20 });
    },
  };
}

describeWithBroker('the distributed profile on one machine', () => {
  test('starts by one command, starts again what dies, says loudly that its event store is for trying out, and stops whole', async () => {
    const hub = await startHere();
    try {
      await waitFor('the welcome', () => {
        if (hub.over()) throw new Error(`it ended: ${hub.noted()}`);
        return hub.said().includes('Guitu 归途 is running');
      }, 90_000);
      expect(hub.noted()).toContain('TRYING OUT only');
      expect([await hub.answering(), hub.eventStores().length]).toEqual([Object.keys(portOffsets).length, 1]);
      const [store] = hub.eventStores();
      process.kill(store ?? 0, 'SIGKILL');
      await waitFor('the event store again', () => hub.noted().includes('event store   | ended, and is started again.') && hub.eventStores().length === 1, 20_000);
      await waitFor('the police to be ready', () => fetch(`${hub.url('police')}/readyz`).then(({ ok }) => ok), 30_000);
      hub.signal('SIGINT');
      expect(await hub.ended).toBe(0);
      expect(hub.said()).toContain('Nothing that was acknowledged is lost');
      expect([await hub.answering(), hub.eventStores()]).toEqual([0, []]);
    } finally {
      await hub.remove();
    }
  }, 180_000);

  test('leaves nothing behind when it is killed', async () => {
    const hub = await startHere();
    try {
      await waitFor('all services', async () => (await hub.answering()) === Object.keys(portOffsets).length, 90_000);
      hub.signal('SIGKILL');
      await waitFor('all processes to end', async () => (await hub.answering()) === 0 && hub.eventStores().length === 0, 30_000);
    } finally {
      await hub.remove();
    }
  }, 150_000);
});
