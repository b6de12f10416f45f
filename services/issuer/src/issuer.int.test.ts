import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createService, createVerifier, loadSigningKey, localKeys, sampleSecret, silentLogger, systemRuntime } from '@guitu/service-kit';
import type { RunningService } from '@guitu/service-kit';
import { createClientRegister, installedClients, issuerEndpoints, originsOf, sampleClients } from './index.js';

const issuer = 'http://issuer.test';
/** Where a service of the hub shows its documents. */
const page = 'http://127.0.0.1:4103';
const organisations = [
  { id: 'baoji-station', role: 'station' as const, name: '站', division: '610300' },
  { id: 'baoji-police', role: 'police' as const, name: '公安', division: '610300' },
];

let directory: string;
let running: RunningService;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guitu-issuer-'));
  const key = await loadSigningKey(join(directory, 'issuer', 'signing-key.json'));
  const raw = issuerEndpoints({ issuer, key, clients: createClientRegister(sampleClients({ organisations })), origins: new Set([page]), runtime: systemRuntime, logger: silentLogger });
  running = await createService({ name: 'issuer', title: { zh: '令牌', en: 'Tokens' }, routes: [], raw, runtime: systemRuntime, logger: silentLogger }).listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await running.close();
  await rm(directory, { recursive: true });
});

const basic = (id: string, secret: string) => ({ authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}` });
async function ask(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${running.url}/oauth/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
}
const station = { grant_type: 'client_credentials', client_id: 'baoji-station', client_secret: sampleSecret('baoji-station') };

describe('the token issuer', () => {
  test('gives a client that knows its secret a token that the services accept', async () => {
    const { status, headers, body } = await ask({ grant_type: 'client_credentials' }, basic('baoji-station', sampleSecret('baoji-station')));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3_600 });
    const jwks = (await (await fetch(`${running.url}/.well-known/jwks.json`)).json()) as Parameters<typeof localKeys>[0];
    const verifier = createVerifier({ service: 'station', issuer, keys: localKeys(jwks), runtime: systemRuntime });
    const caller = await verifier.verify(`Bearer ${String(body['access_token'])}`);
    expect(caller).toMatchObject({ organisation: 'baoji-station', role: 'station', division: '610300', client: 'baoji-station' });
    // A supervisor's scope is asked for by name.
    expect([...caller.scopes]).toEqual(['sample-clock']);
  });

  test.each(['', ' '])('takes scope=%j for no scope asked for, as the page of a service sends it where none is chosen', async (scope) => {
    expect((await ask({ ...station, scope })).body['scope']).toBe('sample-clock');
  });

  test('takes the secret in the form as well, and narrows scope and audience as asked', async () => {
    const { status, body } = await ask({ ...station, scope: 'supervisor', audience: 'guitu-audit' });
    expect(status).toBe(200);
    expect(body['scope']).toBe('supervisor');
  });

  test.each([
    ['a wrong secret', { ...station, client_secret: 'x' }, 401, 'invalid_client'],
    ['a client that does not exist', { ...station, client_id: 'nobody' }, 401, 'invalid_client'],
    ['another grant', { ...station, grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no grant', { client_id: station.client_id, client_secret: station.client_secret }, 400, 'invalid_request'],
    ['a scope that it may not have', { ...station, scope: 'root' }, 400, 'invalid_scope'],
    ['an audience that it may not have', { ...station, audience: 'guitu-police' }, 400, 'invalid_target'],
  ])('refuses %s in the words of RFC 6749', async (_what, form, status, error) => {
    expect(await ask(form)).toMatchObject({ status, body: { error } });
  });

  test('refuses a secret that comes twice, and asks for Basic where Basic was wrong', async () => {
    expect(await ask(station, basic('baoji-station', 'x'))).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect((await ask({ grant_type: 'client_credentials' }, basic('baoji-station', 'x'))).headers.get('www-authenticate')).toMatch(/^Basic/u);
  });

  test('lets the pages of the hub read its answer, whatever it is, and the pages of nobody else', async () => {
    for (const [origin, expected] of [[page, page], ['http://elsewhere.test', null], ['null', null]] as const) {
      const preflight = await fetch(`${running.url}/oauth/token`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' } });
      expect([preflight.status, preflight.headers.get('access-control-allow-origin'), preflight.headers.get('access-control-allow-credentials')]).toEqual([204, expected, null]);
      for (const form of [station, { ...station, client_secret: 'x' }]) expect((await ask(form, { origin })).headers.get('access-control-allow-origin')).toBe(expected);
    }
    expect((await fetch(`${running.url}/.well-known/jwks.json`, { headers: { origin: page } })).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('knows the pages of a service by each name of this machine, and by the host of the issuer', () => {
    expect(originsOf('http://127.0.0.1:4103', 'https://hub.example:4100')).toEqual(expect.arrayContaining(['http://127.0.0.1:4103', 'http://localhost:4103', 'https://hub.example:4103']));
    expect(originsOf('http://10.1.2.3:4103', 'http://hub.example')).toEqual(['http://10.1.2.3:4103', 'http://hub.example:4103']);
  });

  test('says where everything is', async () => {
    const response = await fetch(`${running.url}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({ issuer, token_endpoint: `${issuer}/oauth/token`, jwks_uri: `${issuer}/.well-known/jwks.json` });
  });

  test('knows sample secrets in sample mode only', async () => {
    const file = join(directory, 'no-clients.json');
    const known = async (sample: boolean) => createClientRegister(await installedClients({ file, sample, register: { organisations } })).authenticate('baoji-station', sampleSecret('baoji-station'));
    expect(await known(true)).toMatchObject({ organisation: 'baoji-station' });
    expect(await known(false)).toBeUndefined();
  });

  test('keeps one key over restarts, readable by its owner alone, and publishes only its public half', async () => {
    const file = join(directory, 'issuer', 'signing-key.json');
    const again = await loadSigningKey(file);
    const published = (await (await fetch(`${running.url}/.well-known/jwks.json`)).json()) as { keys: Record<string, unknown>[] };
    expect(published).toEqual(again.jwks);
    expect(published.keys[0]).not.toHaveProperty('d');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
