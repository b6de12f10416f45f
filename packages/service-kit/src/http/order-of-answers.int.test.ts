import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { get, manFound, newCase, post, startTestHub } from '../testing/index.js';
import type { Sending, TestHub } from '../testing/index.js';

let hub: TestHub;
let caseId: string;
beforeAll(async () => {
  hub = await startTestHub();
  ({ caseId } = await newCase(hub));
});
afterAll(() => hub.close());

const referral = { to: 'baoji-station', purpose: 'admission' };
const odd = { ...referral, colour: 'red' };
const tooLarge = JSON.stringify({ text: 'x'.repeat(256 * 1024) });
const unknown = randomUUID();
const otherTown: Sending = { as: 'changde-police' };

describe('a command is refused for the first of its faults, in the order of the design', () => {
  // Each row has its own fault and those of all rows below it.
  test.each<[string, number, string, string, unknown, Sending]>([
    ['no token', 401, 'token-missing', caseId, odd, { as: 'baoji-care', headers: { authorization: '', 'content-type': 'text/plain' }, raw: tooLarge, key: 'x' }],
    ['a token of another service', 401, 'token-wrong-audience', caseId, odd, { audience: 'guitu-x', headers: { 'content-type': 'text/plain' }, raw: tooLarge, key: 'x' }],
    ['an expired token', 401, 'token-expired', caseId, odd, { expiresAt: 1_000_000, headers: { 'content-type': 'text/plain' }, raw: tooLarge, key: 'x' }],
    ['the clock turned without leave', 403, 'sample-clock-refused', unknown, odd, { headers: { 'content-type': 'text/plain', 'guitu-now': 'x' }, raw: tooLarge, key: 'x' }],
    ['a body that is too large', 413, 'body-too-large', unknown, odd, { headers: { 'content-type': 'text/plain' }, raw: tooLarge, key: 'x' }],
    ['another content type', 415, 'unsupported-media-type', unknown, odd, { headers: { 'content-type': 'text/plain' }, raw: '{', key: 'x' }],
    ['malformed JSON', 400, 'malformed-json', unknown, odd, { raw: '{"place":"机密', key: 'x' }],
    ['a list instead of an object', 400, 'malformed-json', unknown, odd, { raw: '[]', key: 'x' }],
    ['bytes that are no UTF-8', 400, 'malformed-json', unknown, odd, { raw: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), key: 'x' }],
    ['a body without a bottom', 400, 'json-too-deep', unknown, odd, { raw: `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }],
    ['a key that is no UUID', 400, 'header-invalid', unknown, odd, { ...otherTown, key: 'x', headers: { 'if-match': '"99"' } }],
    ['an If-Match that is no tag', 400, 'header-invalid', unknown, odd, { ...otherTown, headers: { 'if-match': '99' } }],
    ['a Guitu-User with control characters', 400, 'header-invalid', unknown, odd, { ...otherTown, headers: { 'guitu-user': 'a%0Ab' } }],
    ['an unknown member', 422, 'invalid-request', unknown, odd, { ...otherTown, headers: { 'if-match': '"99"' } }],
    ['a case that does not exist', 404, 'case-not-found', unknown, referral, { ...otherTown, headers: { 'if-match': '"99"' } }],
  ])('%s: %i %s', async (_fault, status, code, at, body, sending) => {
    const answer = await post(hub, `/cases/${at ?? caseId}/referral-sent`, body, sending);
    expect(answer).toMatchObject({ status, body: { status, code, type: `urn:guitu:problem:${code}` } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('www-authenticate') !== null).toBe(status === 401);
    expect(JSON.stringify(answer.body)).not.toContain('机密');
  });

  test('a role that may not: 403, before the body is read', async () => {
    const answer = await post(hub, `/cases/${unknown}/admitted`, {}, { headers: { 'content-type': 'text/plain' }, raw: tooLarge, key: 'x' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
  });

  test('a case that others know, and one that nobody knows, get the same answer', async () => {
    const [theirs, nobodys] = await Promise.all([caseId, unknown].map((id) => post(hub, `/cases/${id}/referral-sent`, referral, otherTown)));
    expect(theirs?.status).toBe(404);
    expect({ ...theirs?.body, instance: '' }).toEqual({ ...nobodys?.body, instance: '' });
  });

  test('an old revision: 412; then a rule: 409 with what to do', async () => {
    const refused = { to: 'nobody-knows-it', purpose: 'admission' };
    const stale = await post(hub, `/cases/${caseId}/referral-sent`, refused, { headers: { 'if-match': '"99"' } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'revision-mismatch' } });
    expect(stale.headers.get('etag')).toBe('"0"');
    const rule = await post(hub, `/cases/${caseId}/referral-sent`, refused, { headers: { 'if-match': '"0"' } });
    expect(rule).toMatchObject({ status: 409, body: { type: 'urn:guitu:refusal:unknown-organisation' } });
    expect(rule.body['detail']).toMatch(/\p{Script=Han}/u);
  });

  test('what cannot have happened yet: 422 that names the field, also for a case of others', async () => {
    const later = new Date(hub.runtime.businessNow() + 60_000).toISOString();
    expect(await post(hub, `/cases/${caseId}/referral-sent`, { ...referral, occurredAt: later }, otherTown)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/occurredAt', rule: 'not-in-future' }] } });
    const unborn = { ...manFound, person: { sex: '1', age: { birthDate: '2999-01-01' } } };
    expect(await post(hub, '/cases/found', unborn)).toMatchObject({ status: 422, body: { errors: [{ pointer: '/person/age/birthDate', rule: 'not-in-future' }] } });
  });
});

describe('any request', () => {
  test('to an address that does not exist: 404; by another method: 405 with Allow', async () => {
    expect(await get(hub, '/nowhere')).toMatchObject({ status: 404, body: { code: 'no-such-route' } });
    const other = await get(hub, '/cases/found');
    expect(other).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(other.headers.get('allow')).toBe('POST');
  });

  test('is answered in the language that it prefers', async () => {
    const ask = async (language: string) => (await get(hub, '/nowhere', { headers: { 'accept-language': language } })).body['title'];
    expect(await ask('en')).toBe('There is nothing at this address');
    expect(await ask('fr, zh;q=0.2')).toBe('没有这个地址');
  });

  test('gets the headers that keep its answer from caches, frames and guesses', async () => {
    for (const path of ['/healthz', '/nowhere', '/docs']) {
      const { headers } = await fetch(hub.running.url + path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/u);
    }
  });

  test('a body without a length is cut off at the limit, and the connection can still be used', async () => {
    const token = await hub.token('baoji-police');
    const socket = connect(hub.running.port, '127.0.0.1');
    const texts: string[] = [];
    socket.on('data', (chunk: Buffer) => texts.push(chunk.toString()));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    socket.write(`POST /cases/found HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(6)}0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    await ended;
    expect(texts.join('')).toMatch(/^HTTP\/1\.1 413 [^]*HTTP\/1\.1 200 /u);
  });
});
