import { randomUUID } from 'node:crypto';
import { fetchToken } from '../support/token.js';
import { Traces } from '../support/traces.js';
import { waitFor } from '../support/wait-for.js';
import { send } from '../surface/http.js';
import type { MainProcess } from './hub-main.js';
import { startMain } from './hub-main.js';

const name = '王建国甲乙丙';
const idNumber = '61030219750417001X';
const story = '在火车站广场睡了三天，说自己叫铁蛋';
const marked = [name, idNumber, story, '铁蛋', 'WangJianguoMarked'];
const ascii = (text: string): string => encodeURIComponent(text);
const markedIn = (log: string): ReadonlySet<string> => new Traces(marked).in(log);

const lines = (hub: MainProcess): readonly Readonly<Record<string, unknown>>[] =>
  hub.log().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);

const found = { disposition: 'taken-along', reportedBy: 'own-patrol', division: '610302', person: { name, idNumber, sex: '1', age: { from: 38, to: 52 } }, signs: { impairment: false, mobilityImpaired: false }, place: story };

describe('the log of a hub, at its most talkative', () => {
  let hub: MainProcess;
  beforeAll(async () => {
    hub = await startMain({ GUITU_LOG_LEVEL: 'trace' });
  }, 60_000);
  afterAll(() => hub.remove());

  test('names request, trace and case on every line of a request, also of one that was refused, and holds nothing of a person whatever was sent wherever', async () => {
    const police = await fetchToken(hub.url('issuer'), 'police-baoji');
    const url = hub.url('police');
    const headers = { authorization: `Bearer ${police}`, 'content-type': 'application/json' };
    const post = (path: string, body: unknown, more: Record<string, string> = {}) => send({ method: 'POST', url: `${url}${path}`, headers: { ...headers, 'idempotency-key': randomUUID(), ...more }, body: typeof body === 'string' ? body : JSON.stringify(body) });

    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const opened = await post('/cases/found', found, { traceparent, 'guitu-user': ascii(name) });
    expect(opened.status).toBe(201);
    const caseId = String(opened.body['caseId']);
    const refused = await post(`/cases/${caseId}/case-closed`, { code: 'exited', reason: story });
    expect(refused.status).toBeGreaterThanOrEqual(400);

    const hostile = [
      post('/cases/found', `{"person":{"name":"${name}"`), // broken JSON quotes itself in its error
      post('/cases/found', { ...found, [name]: story }),
      post('/cases/found', { ...found, person: { ...found.person, sex: name, idNumber: story } }),
      post('/cases/found', found, { 'idempotency-key': 'WangJianguoMarked' }),
      post('/cases/found', found, { 'guitu-user': ascii(`${story}\n${name}`), traceparent: `00-${'WangJianguoMarked'.padEnd(32, '0')}-00f067aa0ba902b7-01` }),
      post('/cases/found', found, { 'guitu-now': ascii(name), 'accept-language': ascii(name), 'content-type': `text/${ascii(name)}` }),
      post(`/cases/${ascii(name)}/found`, found),
      post(`/cases/${idNumber}/referral-sent`, found),
      send({ method: 'GET', url: `${url}/worklist?list=${ascii(story)}&name=${ascii(name)}`, headers }),
      send({ method: 'GET', url: `${url}/${ascii(name)}/${idNumber}?q=${ascii(story)}`, headers }),
      send({ method: 'GET', url: `${url}/worklist`, headers: { authorization: `Bearer ${ascii(name)}.${idNumber}` } }),
      send({ method: 'POST', url: `${hub.url('issuer')}/oauth/token`, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `grant_type=client_credentials&client_id=${ascii(name)}&client_secret=${ascii(story)}` }),
    ];
    for (const { status } of await Promise.all(hostile)) expect(status).toBeGreaterThanOrEqual(400);

    await waitFor('the last line', () => lines(hub).filter(({ operation }) => operation === 'token').length === 2);
    const requests = lines(hub).filter(({ msg }) => msg === 'request');
    expect(requests.length).toBeGreaterThan(14);
    for (const line of requests) expect(line).toEqual(expect.objectContaining({ requestId: expect.stringMatching(/^[0-9a-f-]{36}$/u) as unknown, traceId: expect.stringMatching(/^[0-9a-f]{32}$/u) as unknown }));
    expect(requests.find((line) => line['requestId'] === opened.headers['x-request-id'])).toMatchObject({ caseId, traceId: '4bf92f3577b34da6a3ce929d0e0e4736', status: 201 });
    expect(requests.find((line) => line['requestId'] === refused.headers['x-request-id'])).toMatchObject({ caseId, status: refused.status, problem: expect.any(String) as unknown });
    expect(lines(hub).find(({ msg }) => msg === 'a client was refused a token')).toMatchObject({ requestId: expect.any(String) as unknown });

    expect([...markedIn(hub.log())]).toEqual([]);
  }, 60_000);
});

test('a crash says where, and not what', async () => {
  const crash = `import { subscribe } from 'node:diagnostics_channel'; let appends = 0; subscribe('tracing:guitu.append:start', () => { appends += 1; if (appends === 2) setImmediate(() => { throw new TypeError('${name} ${idNumber}\\n    at ${story}'); }); });`;
  const hub = await startMain({ GUITU_LOG_LEVEL: 'trace', NODE_OPTIONS: `--import=data:text/javascript,${ascii(crash)}` });
  try {
    const police = await fetchToken(hub.url('issuer'), 'police-baoji');
    await fetch(`${hub.url('police')}/cases/found`, { method: 'POST', headers: { authorization: `Bearer ${police}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify(found) }).catch(() => undefined);
    expect(await hub.ended).toBe(1);
    expect(lines(hub).at(-1)).toMatchObject({ level: 'error', msg: 'crash', errorName: 'TypeError', stack: expect.stringContaining('at ') as unknown });
    expect([...markedIn(hub.log())]).toEqual([]);
  } finally {
    await hub.remove();
  }
}, 60_000);
