import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createService } from '../http/service.js';
import type { Environment } from '../setting.js';
import { StartError } from '../start-error.js';
import { freePort } from '../testing/free-port.js';
import type { ServiceProcess } from './context.js';
import { startProcess } from './start-process.js';

let directory: string;
let environment: Environment;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guitu-process-'));
  environment = { GUITU_DATA: directory, GUITU_PORT_BASE: String((await freePort()) - 1), GUITU_LOG_LEVEL: 'silent' };
});
afterEach(() => rm(directory, { recursive: true }));

/** A service of the police that greets, over a store that arrives when it is told to. */
function greeting(closed: string[] = []) {
  let arrive = (): void => undefined;
  const arrival = new Promise<void>((resolve) => (arrive = resolve));
  const title = { zh: '公安', en: 'Police' };
  const service: ServiceProcess = {
    name: 'police',
    title,
    start: async ({ open, keep, runtime, logger, instruments }) => {
      keep({ close: () => void closed.push('first') });
      await open('store', () => arrival);
      keep({ close: () => void closed.push('second') });
      return createService({ name: 'police', title, routes: [], raw: [{ method: 'GET', path: '/greeting', name: 'greeting', handler: () => Promise.resolve({ body: 'hello' }) }], runtime, logger, instruments });
    },
  };
  return { service, arrive };
}

test('a process that waits for nothing yet is not ready before it serves', async () => {
  const started = await startProcess({ ...greeting().service, start: () => new Promise(() => undefined) }, { environment });
  expect((await fetch(`${started.url}/readyz`)).status).toBe(503);
  await started.close();
});

test('a process listens at once, names what it waits for, and serves as soon as that is there', async () => {
  const { service, arrive } = greeting();
  const started = await startProcess(service, { environment });
  try {
    const get = (path: string) => fetch(started.url + path);
    expect((await get('/healthz')).status).toBe(200);
    const waiting = await get('/readyz');
    expect([waiting.status, await waiting.json()]).toEqual([503, { status: 'not-ready', checks: { store: false } }]);
    for (const path of ['/greeting', '/nothing', '/docs', '/openapi.json']) {
      const refused = await get(path);
      expect([refused.status, refused.headers.get('retry-after'), ((await refused.json()) as { code: string }).code]).toEqual([503, '2', 'not-ready']);
    }
    expect(await (await get('/metrics')).text()).toContain('guitu_build_info');
    arrive();
    await started.serving;
    expect((await get('/readyz')).status).toBe(200);
    expect(await (await get('/greeting')).text()).toBe('hello');
    expect((await get('/nothing')).status).toBe(404);
  } finally {
    await started.close();
  }
});

test('a stop closes what was opened, the last first, also in the middle of the start; what is opened later is closed at once', async () => {
  const closed: string[] = [];
  const ready = greeting(closed);
  const served = await startProcess(ready.service, { environment });
  ready.arrive();
  await served.serving;
  await served.close();
  expect(closed).toEqual(['second', 'first']);

  const late: string[] = [];
  const waiting = greeting(late);
  const started = await startProcess(waiting.service, { environment });
  await started.close();
  expect(late).toEqual(['first']);
  waiting.arrive();
  await new Promise((resolve) => setImmediate(resolve));
  expect(late).toEqual(['first', 'second']);
});

test('what waiting cannot mend is told to whoever started the process', async () => {
  const { service } = greeting();
  const started = await startProcess({ ...service, start: () => Promise.reject(new StartError('EVENTSTORE_URL is not set.')) }, { environment });
  await expect(started.serving).rejects.toThrow('EVENTSTORE_URL is not set.');
  await started.close();
});

test('each copy of a service has a folder of its own', async () => {
  for (const [instance, folder] of [['', 'police'], ['two', 'police-two']] as const) {
    const started = await startProcess(greeting().service, { environment: { ...environment, GUITU_INSTANCE: instance } });
    await started.close();
    expect((await stat(join(directory, folder))).isDirectory()).toBe(true);
  }
});
