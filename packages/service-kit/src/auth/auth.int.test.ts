import { z } from 'zod';
import { commandRoute, createVerifier, localKeys, queryRoute, remoteKeys, systemRuntime, temporarySigningKey } from '../index.js';
import type { Route } from '../index.js';
import { get, issuer, manFound, post, startTestHub } from '../testing/index.js';
import type { TestHub } from '../testing/index.js';

const echo = { zh: '回显', en: 'Echo' };
const responses = { 200: { description: echo } };
const who: Route = queryRoute({
  path: '/who', operationId: 'test.who', summary: echo, roles: ['police'], responses,
  handler: async ({ caller, now }) => ({ body: { ...caller, scopes: [...caller.scopes], now: new Date(now).toISOString() } }),
});
const supervisors: Route = commandRoute({
  path: '/approve', operationId: 'test.approve', summary: echo, roles: ['police'], scope: 'supervisor', responses,
  request: { body: z.strictObject({}) },
  handler: async () => ({ body: {} }),
});

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ sample: true, routes: [who, supervisors] });
});
afterAll(() => hub.close());

describe('the caller', () => {
  test('is who the token says', async () => {
    expect(await get(hub, '/who', { scope: 'supervisor unheard-of' })).toMatchObject({ status: 200, body: { organisation: 'baoji-police', role: 'police', division: '610300', client: 'baoji-police-client', scopes: ['supervisor'] } });
  });

  test('of another issuer, or with a changed token, is nobody', async () => {
    const forged = await (await temporarySigningKey()).sign({ org: 'baoji-police', role: 'police', division: '610300', client_id: 'c', aud: ['guitu-test'] }, { issuer, issuedAt: Date.now(), expiresAt: Date.now() + 60_000, id: 'x' });
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${forged.split('.')[1] ?? ''}.`;
    for (const token of [forged, none, `${(await hub.token('baoji-police')).slice(0, -4)}AAAA`, 'x', 'a.b.c']) {
      expect(await get(hub, '/who', { headers: { authorization: `Bearer ${token}` } })).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
    }
  });

  test('of a token that lacks a claim is nobody', async () => {
    const token = await hub.key.sign({ org: 'baoji-police', role: 'mayor', division: '610300', client_id: 'c', aud: ['guitu-test'] }, { issuer, issuedAt: Date.now(), expiresAt: Date.now() + 60_000, id: 'x' });
    expect(await get(hub, '/who', { headers: { authorization: `Bearer ${token}` } })).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
  });

  test('needs the scope that the route names', async () => {
    expect(await post(hub, '/approve', {})).toMatchObject({ status: 403, body: { code: 'scope-missing' } });
    expect(await post(hub, '/approve', {}, { scope: 'supervisor' })).toMatchObject({ status: 200 });
  });

  test.each([
    ['in percent-encoding', encodeURIComponent('李警官'), '李警官'],
    ['in UTF-8', Buffer.from('李警官').toString('latin1'), '李警官'],
    ['in ASCII', 'officer 7', 'officer 7'],
  ])('may assert its human %s', async (_how, header, user) => {
    expect(await get(hub, '/who', { headers: { 'guitu-user': header } })).toMatchObject({ status: 200, body: { user } });
  });

  test.each(['%0a', '%zz', 'x'.repeat(101), '%20'])('may not assert %j', async (header) => {
    expect(await get(hub, '/who', { headers: { 'guitu-user': header } })).toMatchObject({ status: 400, body: { code: 'header-invalid', errors: [{ in: 'header', pointer: '/Guitu-User' }] } });
  });

  test('whose token names the human cannot name another', async () => {
    expect(await get(hub, '/who', { user: 'Li' })).toMatchObject({ status: 200, body: { user: 'Li' } });
    expect(await get(hub, '/who', { user: 'Li', headers: { 'guitu-user': 'Wang' } })).toMatchObject({ status: 400 });
  });
});

describe('the clock of a request', () => {
  const turned = { 'guitu-now': '2013-05-01T08:00:00+08:00' };
  test('is turned by a token with the scope, for that request alone', async () => {
    expect(await get(hub, '/who', { scope: 'sample-clock', headers: turned })).toMatchObject({ status: 200, body: { now: '2013-05-01T00:00:00.000Z' } });
    expect(String((await get(hub, '/who')).body['now']) > '2024').toBe(true);
  });
  test('is refused to any other, and where it is no instant', async () => {
    expect(await get(hub, '/who', { headers: turned })).toMatchObject({ status: 403, body: { code: 'sample-clock-refused' } });
    expect(await get(hub, '/who', { scope: 'sample-clock', headers: { 'guitu-now': 'yesterday' } })).toMatchObject({ status: 400, body: { code: 'header-invalid' } });
  });
  test('becomes the time of the events, while the token goes by real time', async () => {
    const { body } = await post(hub, '/cases/found', manFound, { scope: 'sample-clock', headers: turned });
    expect(String(body['caseNumber'])).toMatch(/^2013/u);
  });
});

describe('a verifier', () => {
  test('asks for the keys once per token, and forgets a token when it expires', async () => {
    const key = await temporarySigningKey();
    let now = Date.now();
    let asked = 0;
    const keys = localKeys(key.jwks);
    const verifier = createVerifier({ service: 'test', issuer, runtime: { realNow: () => now }, remembered: 2, keys: (header, token) => ((asked += 1), keys(header, token)) });
    const sign = (id: string) => key.sign({ org: 'a-b', role: 'police', division: '610300', client_id: 'c', aud: ['guitu-test'] }, { issuer, issuedAt: now, expiresAt: now + 60_000, id });
    const first = `Bearer ${await sign('1')}`;
    await verifier.verify(first);
    await verifier.verify(first);
    expect(asked).toBe(1);
    for (const id of ['2', '3']) await verifier.verify(`Bearer ${await sign(id)}`);
    await verifier.verify(first);
    expect(asked).toBe(4); // 2 and 3 pushed it out
    now += 61_000;
    expect(() => verifier.verify(first)).toThrow('expired');
    await expect(verifier.verify(first)).rejects.toMatchObject({ code: 'token-expired' });
  });

  test('says that the keys are away rather than that the token is wrong', async () => {
    const verifier = createVerifier({ service: 'test', issuer, runtime: systemRuntime, keys: remoteKeys('http://127.0.0.1:9/jwks.json') });
    await expect(verifier.verify(`Bearer ${await hub.token('baoji-police')}`)).rejects.toMatchObject({ status: 503, code: 'keys-unavailable' });
  });
});
