import { randomUUID } from 'node:crypto';
import { ask, faultsOfProblem, headersOf, tokensOf, urlOf } from './asking.js';
import type { Asking } from './asking.js';
import type { Operation } from './documents.js';
import { documentsOf, hasBody } from './documents.js';
import { calm, everybodysCase, man, sendAs } from './everybodys-case.js';
import { startStrangeHub } from './hub.js';
import type { StrangeHub } from './hub.js';
import { agent, each, send, sendRaw } from './http.js';
import type { Answer } from './http.js';

/** Milliseconds that a test may take on a machine that is busy with other things; alone it takes a few seconds. */
const patient = 120_000;
let hub: StrangeHub;
let operations: readonly Operation[];
let tokenFor: ReturnType<typeof tokensOf>;
let caseId: string;

beforeAll(async () => {
  hub = await startStrangeHub({ sample: true });
  ({ operations } = await documentsOf(hub.urls));
  tokenFor = tokensOf(hub);
  caseId = await everybodysCase(hub);
}, patient);
afterAll(async () => {
  agent.destroy();
  await hub.close();
  expect(hub.incidents).toEqual([]);
  expect(hub.log()).toBe('');
});

const operation = (service: string, path: string): Operation => {
  const found = operations.find((one) => one.service === service && one.path === path);
  if (found === undefined) throw new Error(`no ${service} ${path}`);
  return found;
};
const police = (path: string, asking: Asking): Promise<Answer> => ask(operation('police', path), { token: tokenFor(operation('police', path)), ...asking });
const manFound = { disposition: 'taken-along', reportedBy: 'own-patrol', division: '610302', person: man, signs: calm };
const found = (more: Record<string, unknown> = {}, asking: Asking = {}): Promise<Answer> => police('/cases/found', { body: JSON.stringify({ ...manFound, ...more }), ...asking });
const invalid = (pointer: string, rule: string) => ({ status: 422, body: { code: 'invalid-request', errors: [expect.objectContaining({ pointer, rule }) as unknown] } });

describe('a time or a date', () => {
  test.each([
    ['of the year 1899', '1899-12-31T23:59:59Z', 'not-before-1900'],
    ['of the year 0', '0000-01-01T00:00:00Z', 'not-before-1900'],
    ['before the year 0', '0000-01-01T00:00:00+23:59', 'not-before-1900'],
    ['of the year 3000', '3000-01-01T00:00:00Z', 'not-after-2999'],
    ['beyond the year 9999', '9999-12-31T23:59:59-23:59', 'not-after-2999'],
    ['of 30 February', '2013-02-30T00:00:00Z', 'format-datetime'],
    ['of 29 February in a common year', '2013-02-29T00:00:00Z', 'format-datetime'],
    ['of hour 24', '2013-02-03T24:00:00Z', 'format-datetime'],
    ['without a zone', '2013-02-03T00:00:00', 'format-datetime'],
    ['in words', 'yesterday', 'format-datetime'],
    ['with a space before it', ' 2013-02-03T00:00:00Z', 'format-datetime'],
    ['with a line break behind it', '2013-02-03T00:00:00Z\n', 'format-datetime'],
    ['in other digits', '２０１３-02-03T00:00:00Z', 'format-datetime'],
  ])('%s is refused by name', async (_what, occurredAt, rule) => {
    expect(await found({ occurredAt })).toMatchObject(invalid('/occurredAt', rule));
  });

  test('after the present is refused, for an event and for a birth', async () => {
    expect(await found({ occurredAt: new Date(Date.now() + 3_600_000).toISOString() })).toMatchObject(invalid('/occurredAt', 'not-in-future'));
    expect(await found({ person: { sex: '1', age: { birthDate: '2999-12-31' } } })).toMatchObject(invalid('/person/age/birthDate', 'not-in-future'));
  });

  test.each([['1899-12-31', 'not-before-1900'], ['3000-01-01', 'not-after-2999'], ['2013-02-30', 'format-date'], ['2013-2-3', 'format-date'], [' 2013-02-03', 'format-date']])('of birth %j is refused', async (birthDate, rule) => {
    expect(await found({ person: { sex: '1', age: { birthDate } } })).toMatchObject(invalid('/person/age/birthDate', rule));
  });
});

describe('a text', () => {
  test.each([['a null', '\u0000'], ['a bell', '\u0007'], ['an escape', '\u001b[2J'], ['a delete', '\u007f'], ['a control of Latin-1', '\u0085'], ['a bare return', '\r']])('with %s is refused or kept as it is, and never echoed', async (_what, character) => {
    const answer = await found({ place: `机密${character}` });
    expect(answer.text).not.toContain('机密');
    expect([character === '\r' ? 201 : 422, 422]).toContain(answer.status);
  });

  test('with half a character is refused: it cannot be kept as it is', async () => {
    for (const half of ['\\ud800', '\\udc00', 'a\\ud83dz']) {
      const body = JSON.stringify({ ...manFound, place: '@' }).replace('@', half);
      expect(await police('/cases/found', { body })).toMatchObject(invalid('/place', 'whole-characters'));
    }
  });

  test('of whole characters beyond the first plane, and with line breaks and tabs, is kept', async () => {
    const answer = await found({ place: '𠮷野\n\t家🙂' });
    expect(answer).toMatchObject({ status: 201 });
    const view = operation('police', '/cases/{caseId}');
    expect((await ask(view, { token: tokenFor(view), caseId: String(answer.body['caseId']) })).text).toContain('𠮷野\\n\\t家🙂');
  });

  test('longer than its bound is refused, also by one', async () => {
    expect(await found({ place: '长'.repeat(2_000) })).toMatchObject({ status: 201 });
    expect(await found({ place: '长'.repeat(2_001) })).toMatchObject(invalid('/place', 'maximum'));
    expect(await found({ place: '' })).toMatchObject(invalid('/place', 'minimum'));
  });
});

describe('a number', () => {
  test.each([['1e400'], ['-1e400'], ['99999999999999999999999999'], ['9007199254740993'], ['1e21'], ['0.5'], ['-1'], ['151']])('%s is no age', async (number) => {
    const body = JSON.stringify(manFound).replace('"to":42', `"to":${number}`);
    expect(await police('/cases/found', { body })).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
  });

  test('that is text, and a truth that is a number, are refused', async () => {
    expect(await found({ person: { sex: '1', age: { from: '38', to: '42' } } })).toMatchObject({ status: 422 });
    expect(await found({ person: { sex: 1, age: man.age } })).toMatchObject({ status: 422 });
    expect(await found({ signs: { impairment: 0, mobilityImpaired: 'false' } })).toMatchObject({ status: 422 });
  });
});

describe('an id', () => {
  test('in upper case is the same id, and in any other spelling is none', async () => {
    const view = operation('police', '/cases/{caseId}');
    const token = tokenFor(view);
    expect(await ask(view, { token, caseId: caseId.toUpperCase() })).toMatchObject({ status: 200, body: { caseId } });
    for (const odd of [`%20${caseId}`, `${caseId}%20`, `{${caseId}}`, caseId.replaceAll('-', ''), `urn:uuid:${caseId}`, `${caseId}%00`, `${caseId}%0a`, '..%2f..', '%2e%2e', 'null', '0', `${caseId}'--`]) {
      const answer = await ask(view, { token, caseId: odd });
      expect(faultsOfProblem(odd, answer, 422, 'invalid-request')).toEqual([]);
      expect(answer.text).not.toContain(caseId);
    }
  });

  test('in a body is understood in upper case too: the same thing is named', async () => {
    const { caseId: own } = await sendAs(hub, 'police', '/cases/found', manFound);
    const sent = await sendAs(hub, 'police', `/cases/${String(own)}/referral-sent`, { to: 'station-baoji', purpose: 'admission' });
    const { referralId } = sent['ids'] as { referralId: string };
    const receive = operation('station', '/cases/{caseId}/referral-received');
    const receiving = (id: string) => ask(receive, { token: tokenFor(receive), caseId: String(own), body: JSON.stringify({ referralId: id, signedBy: '值班员' }) });
    for (const odd of [` ${referralId}`, `${referralId} `, `{${referralId}}`]) expect(await receiving(odd)).toMatchObject(invalid('/referralId', 'format-uuid'));
    expect(await receiving(referralId.toUpperCase())).toMatchObject({ status: 200 });
  });

  test('of an organisation takes no spaces, no upper case and nothing of a path', async () => {
    const path = '/cases/{caseId}/referral-sent';
    for (const to of [' hospital-baoji', 'hospital-baoji ', 'Hospital-baoji', '../hospital', 'hospital_baoji', '__proto__', 'a'.repeat(64)]) {
      expect(await ask(operation('station', path), { token: tokenFor(operation('station', path)), caseId, body: JSON.stringify({ to, purpose: 'medical' }) })).toMatchObject({ status: 422 });
    }
    for (const to of ['constructor', 'toString', 'valueOf']) {
      const answer = await ask(operation('station', path), { token: tokenFor(operation('station', path)), caseId, body: JSON.stringify({ to: to.toLowerCase(), purpose: 'medical' }) });
      expect(answer).toMatchObject({ status: 409, body: { code: 'unknown-organisation' } });
    }
  });
});

describe('members that every object has', () => {
  test('are members like any other inside a person and inside a list, and change nothing', async () => {
    for (const member of ['__proto__', 'constructor', 'prototype']) {
      const body = JSON.stringify(manFound).replace('"sex"', `"${member}":{"polluted":true,"age":{"from":1,"to":2}},"sex"`);
      expect(await police('/cases/found', { body })).toMatchObject({ status: 422, body: { errors: [expect.objectContaining({ rule: 'unknown-member' }) as unknown] } });
    }
    expect(await found()).toMatchObject({ status: 201 });
  });

  test('in the patch of a correction are refused, not dropped in silence', async () => {
    const opened = await sendAs(hub, 'police', '/cases/found', manFound);
    const [event] = opened['events'] as { id: string }[];
    const path = '/cases/{caseId}/corrected';
    const patch = (identity: string) => police(path, { caseId: String(opened['caseId']), body: `{"target":"${event?.id ?? ''}","code":"typing-error","identity":${identity}}` });
    expect((await patch('{"__proto__":{"person":1}}')).status).toBeGreaterThanOrEqual(400);
    expect((await patch('{"constructor":{"person":1}}')).status).toBe(409);
  });

  test.each([['null'], ['5'], ['"text"'], ['[]'], ['{}'], ['{"sex":"1","age":5}'], ['{"sex":"1","age":null}'], ['{"sex":"1","age":{"birthDate":"garbage"}}'], ['{"sex":"1","age":{"birthDate":7}}'], ['{"sex":"1","age":{"from":9,"to":1}}'], ['{"sex":"1","age":{"from":1,"to":2},"origin":7}'], ['{"sex":"1","age":{"from":1,"to":2},"origin":{"division":{}}}']])('and a patch of a person that is no person (%s): refused by a rule, never a fault of ours', async (person) => {
    const opened = await sendAs(hub, 'police', '/cases/found', manFound);
    const [event] = opened['events'] as { id: string }[];
    const answer = await police('/cases/{caseId}/corrected', { caseId: String(opened['caseId']), body: `{"target":"${event?.id ?? ''}","code":"typing-error","identity":{"person":${person}}}` });
    expect(faultsOfProblem(person, answer, 409)).toEqual([]);
  });
});

describe('a header', () => {
  test('that comes twice: the first token counts, two keys are none', async () => {
    const good = tokenFor(operation('police', '/cases/found'));
    expect(await found({}, { headers: { authorization: [`Bearer ${good}`, 'Bearer x'] as unknown as string } })).toMatchObject({ status: 201 });
    expect(await found({}, { headers: { authorization: ['Bearer x', `Bearer ${good}`] as unknown as string } })).toMatchObject({ status: 401 });
  });

  test('as long as a page is refused before anything runs, and a long one that is allowed changes nothing', async () => {
    expect(await found({}, { headers: { 'accept-language': `${'x,'.repeat(4_000)}en`, traceparent: '0'.repeat(3_000) } })).toMatchObject({ status: 201 });
    const answer = await sendRaw(operation('police', '/cases/found').base, `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /u);
    expect(answer).toContain('application/problem+json');
  });

  test.each([['no HTTP at all', 'hello\r\n\r\n'], ['a broken header', 'GET /healthz HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n'], ['two lengths', 'POST /cases/found HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'], ['a length and chunks', 'POST /cases/found HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n']])('line that is %s is answered with a problem document, and the connection is closed', async (_what, bytes) => {
    const answer = await sendRaw(operation('police', '/cases/found').base, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /u);
    expect(answer).toContain('"type":"urn:guitu:problem:http-invalid"');
  });

  test('Guitu-Now that is no instant, or lies where no calendar of ours reaches, is refused', async () => {
    const token = tokenFor(operation('police', '/cases/found'), 'police', 'police-baoji', 'sample-clock');
    for (const now of ['yesterday', '1899-12-31T23:59:59Z', '2013-01-01', '9999-12-31T23:59:59Z', '2013-02-30T00:00:00Z', '2013-01-01T00:00:00', '2013-13-01T00:00:00Z', '2013-01-01T00:00:00+99:99']) {
      expect(faultsOfProblem(now, await found({}, { token, headers: { 'guitu-now': now } }), 400, 'header-invalid')).toEqual([]);
    }
  });
});

describe('an address', () => {
  test('that is spelled oddly leads nowhere or to the same checks, never past them', async () => {
    const { base } = operation('police', '/cases/found');
    const odd = [
      '//cases/found', '/cases//found', '/cases/found/', '/Cases/found', '/cases/./found', '/cases/../cases/found', '/cases/%2e%2e/worklist', '/cases%2ffound', '/cases/%66ound', '/cases/found%00', '/cases/found;x=1', '/%2e%2e/%2e%2e/etc/passwd',
      '/cases/%', '/cases/%zz', '/cases/%c0%af', '/cases/%ff/found', '/*', '*', 'http://evil/cases/found', '/cases/found#x', `/${'a/'.repeat(3_000)}`, '/cases/\u00e9', '/__proto__', '/constructor/prototype', '/cases/__proto__', '/openapi.json/x', '/worklist%3flist=custody',
    ];
    for (const path of odd) {
      for (const method of ['GET', 'POST']) {
        const token = tokenFor(operation('police', '/cases/found'));
        const text = await sendRaw(base, `${method} ${Buffer.from(path).toString('latin1')} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 0\r\n\r\n`);
        expect([path, method, /^HTTP\/1\.1 (4\d\d) /u.exec(text)?.[1] ?? text.slice(0, 200)]).toEqual([path, method, expect.stringMatching(/^4\d\d$/u)]);
        expect(text).toContain('application/problem+json');
      }
    }
  });

  test('with a parameter that the document does not have is refused; one that comes twice, or is odd, too', async () => {
    const worklist = operation('police', '/worklist');
    const token = tokenFor(worklist);
    for (const query of ['?list=for-me&colour=red', '?list=for-me&list=custody', '?list=for-me&limit=1e9', '?list=for-me&limit=-1', '?list=for-me&limit=0x10x', '?list=for-me&limit=', '?list=for-me&cursor=%00', '?list=for-me&cursor=W10', '?list=for-me&__proto__=1', '?list=for-me&kind=%27or%201=1', '?list', '', '?list=%ff', `?list=for-me&cursor=${'a'.repeat(601)}`]) {
      expect(faultsOfProblem(query, await ask(worklist, { token, query }), 422, 'invalid-request')).toEqual([]);
    }
    const lie = Buffer.from(JSON.stringify(['9', "' or 1=1 --", '\ud800', ''])).toString('base64url');
    expect(await ask(worklist, { token, query: `?list=for-me&cursor=${lie}` })).toMatchObject({ status: 200, body: { items: [] } });
  });
});

describe('a hub that plays no sample', () => {
  test('refuses Guitu-Now on every operation, whatever the token says, and knows no sample secret', async () => {
    const real = await startStrangeHub({ sample: false });
    try {
      const { operations: all } = await documentsOf(real.urls);
      const token = tokensOf(real);
      const faults = await each(all, async (one) => {
        const answer = await send({ method: one.method, url: urlOf(one), headers: headersOf({ token: token(one, one.roles[0], undefined, [...one.scopes, 'sample-clock'].join(' ')), headers: { 'guitu-now': '2013-01-01T00:00:00Z' } }), ...(hasBody(one) ? { body: '{' } : {}) });
        return faultsOfProblem(one.name, answer, 403, 'sample-clock-refused');
      });
      expect(faults).toEqual([]);
      const form = 'grant_type=client_credentials&client_id=station-baoji&client_secret=sample-station-baoji';
      const asked = (hubAsked: StrangeHub) => send({ method: 'POST', url: `${hubAsked.urls['issuer'] ?? ''}/oauth/token`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form });
      expect((await asked(hub)).status).toBe(200);
      expect((await asked(real)).status).toBe(401);
    } finally {
      await real.close();
    }
    expect(real.incidents).toEqual([]);
  }, patient);
});

describe('a case number', () => {
  test('is the same in the answer, the view and the worklist, also for a case of the last night of a year', async () => {
    const opened = await sendAs(hub, 'station', '/cases/help-requested', { channel: 'walk-in', person: man, signs: calm, occurredAt: '2012-12-31T23:50:00+08:00' }, { 'guitu-now': '2013-01-01T00:10:00+08:00', 'idempotency-key': randomUUID() });
    const view = operation('station', '/cases/{caseId}');
    const token = tokenFor(view);
    expect((await ask(view, { token, caseId: String(opened['caseId']) })).body['caseNumber']).toBe(opened['caseNumber']);
  });
});
