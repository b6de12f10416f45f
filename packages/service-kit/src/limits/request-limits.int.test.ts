import { commandRoute, createService, createVerifier, localKeys, searchRoute, silentLogger, systemRuntime, temporarySigningKey } from '../index.js';
import type { RunningService, SigningKey } from '../index.js';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const issuer = 'http://issuer.test';
const words = { zh: '测试', en: 'Test' };
const responses = { 200: { description: words, schema: z.object({}) } };

let now = Date.now();
let key: SigningKey;
let running: RunningService;
beforeAll(async () => {
  key = await temporarySigningKey();
});
afterEach(() => running.close());

/** A service that takes five requests a second of an organisation and two of a stranger, a hundred and forty at once, on a clock that stands until it is moved. */
async function service(rates = { organisation: 5, stranger: 2 }): Promise<void> {
  const runtime = { ...systemRuntime, realNow: () => now };
  const body = z.strictObject({});
  running = await createService({
    name: 'test', title: words, runtime, logger: silentLogger, rates, verifier: createVerifier({ service: 'test', issuer, keys: localKeys(key.jwks), runtime }),
    routes: [
      commandRoute({ path: '/do', operationId: 'do', summary: words, roles: ['police'], request: { body }, responses, handler: () => Promise.resolve({ body: {} }) }),
      searchRoute({ path: '/ask', operationId: 'ask', summary: words, roles: ['police'], request: { body }, responses, handler: () => Promise.resolve({ body: {} }) }),
    ],
  }).listen({ host: '127.0.0.1', port: 0 });
}

const tokenOf = (org: string, more: Readonly<Record<string, string>> = {}) =>
  key.sign({ org, role: 'police', division: '610300', client_id: org, aud: ['guitu-test'], ...more }, { issuer, issuedAt: now, expiresAt: now + 3_600_000, id: randomUUID() });

const send = (token: string, path = '/do') =>
  fetch(running.url + path, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: '{}' });

/** How many of so many requests got each status. */
async function statuses(times: number, token: string, path?: string): Promise<Readonly<Record<number, number>>> {
  const counts: Record<number, number> = {};
  for (let sent = 0; sent < times; sent += 1) {
    const { status } = await send(token, path);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
const metric = async (limit: string): Promise<string | undefined> => new RegExp(`guitu_requests_limited_total\\{limit="${limit}",service="test"\\} (\\d+)`, 'u').exec(await (await fetch(`${running.url}/metrics`)).text())?.[1];

describe('an organisation that sends too much', () => {
  test('is answered 429 with the time to come again, whatever it asks, and others go on', async () => {
    await service();
    const [wild, other] = [await tokenOf('police-wild'), await tokenOf('police-other')];
    expect(await statuses(110, wild)).toEqual({ 200: 100, 429: 10 });
    const refused = await send(wild, '/ask');
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('content-type')]).toEqual([429, '1', 'application/problem+json; charset=utf-8']);
    expect(await refused.json()).toMatchObject({ code: 'too-many-requests', status: 429 });
    // Another token of the same organisation changes nothing.
    expect((await send(await tokenOf('police-wild'))).status).toBe(429);
    expect(await statuses(5, other)).toEqual({ 200: 5 });
    expect(await metric('organisation')).toBe('12');
    now += 1_000;
    expect(await statuses(7, wild)).toEqual({ 200: 5, 429: 2 });
  });

  test('is not asked how much it sends where there is no limit, nor is a service of this hub', async () => {
    await service({ organisation: 0, stranger: 0 });
    expect(await statuses(130, await tokenOf('police-wild'))).toEqual({ 200: 130 });
    await running.close();
    await service();
    expect(await statuses(130, await tokenOf('hub', { service: 'police' }))).toEqual({ 200: 130 });
  });
});

describe('an address that sends bad credentials', () => {
  test('has no more tries after so many, while callers that are known there go on', async () => {
    await service();
    const good = await tokenOf('police-baoji');
    expect((await send(good)).status).toBe(200);
    expect(await statuses(50, 'guessed')).toEqual({ 401: 40, 429: 10 });
    expect((await fetch(`${running.url}/do`, { method: 'POST' })).status).toBe(429);
    expect((await send(await tokenOf('police-changde'))).status).toBe(429);
    expect((await send(good)).status).toBe(200);
    expect(await metric('address')).toBe('12');
    now += 500;
    expect((await send(await tokenOf('police-changde'))).status).toBe(200);
    expect(await statuses(2, 'guessed')).toEqual({ 401: 1, 429: 1 });
  });

  test('can still ask whether the service works', async () => {
    await service();
    await statuses(50, 'guessed');
    for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json']) expect((await fetch(running.url + path)).status).toBe(200);
  });
});
