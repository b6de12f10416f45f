import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVerifier, portOf, remoteKeys, sampleSecret, serviceClientId, systemRuntime } from '@guitu/service-kit';
import { freePort } from '@guitu/service-kit/testing';

const main = fileURLToPath(new URL('./main.js', import.meta.url));
let directory: string;
let child: ChildProcess | undefined;
beforeEach(async () => {
  base = await freePort();
  url = `http://127.0.0.1:${portOf({ portBase: base }, 'issuer')}`;
  directory = await mkdtemp(join(tmpdir(), 'guitu-issuer-main-'));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(directory, { recursive: true });
});

let base: number;
let url: string;

function start(settings: Record<string, string>): { readonly ended: Promise<readonly [number | null, string]>; readonly child: ChildProcess } {
  const started = spawn(process.execPath, [main], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { PATH: process.env['PATH'], GUITU_DATA: directory, GUITU_PORT_BASE: String(base), GUITU_SAMPLE: 'on', GUITU_LOG_LEVEL: 'warn', ...settings } });
  child = started;
  let errors = '';
  started.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  // Of a child whose channel was cut, Node tells the exit, and never the close.
  return { child: started, ended: once(started, 'exit').then(([code]) => [code as number | null, errors] as const) };
}
async function untilReady(): Promise<void> {
  while (!(await fetch(`${url}/readyz`).then(({ ok }) => ok, () => false))) await systemRuntime.sleep(20);
}

test('the issuer as a process gives a service a token of its own for the vault, and no other', async () => {
  const { ended, child: running } = start({});
  await untilReady();
  const ask = (form: Record<string, string>) => fetch(`${url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: serviceClientId('police'), client_secret: sampleSecret(serviceClientId('police')), ...form }) });
  const { access_token: token } = (await (await ask({})).json()) as { readonly access_token: string };
  const caller = await createVerifier({ service: 'vault', issuer: url, keys: remoteKeys(`${url}/.well-known/jwks.json`), runtime: systemRuntime }).verify(`Bearer ${token}`);
  expect(caller).toMatchObject({ service: 'police', role: 'police', organisation: 'hub', client: 'service-police' });
  expect((await ask({ audience: 'guitu-police' })).status).toBe(400);
  running.kill('SIGTERM');
  expect(await ended).toEqual([0, '']);
});

test('it ends with whoever started it', async () => {
  const { ended, child: running } = start({});
  await untilReady();
  running.disconnect();
  expect(await ended).toEqual([0, '']);
});

test.each([
  [{ GUITU_SAMPLE: 'maybe' }, 'guitu: issuer: GUITU_SAMPLE is not valid.'],
  [{ GUITU_SAMPLE: 'off' }, 'guitu: issuer: GUITU_ORGANISATIONS is not set.'],
])('%j ends it at once with one line', async (settings, line) => {
  const [code, errors] = await start(settings).ended;
  expect([code, errors.split('\n').length]).toEqual([1, 2]);
  expect(errors).toContain(line);
});
