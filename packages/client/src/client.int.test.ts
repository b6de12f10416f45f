import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, ServiceProblem, Unreachable, uuid7 } from './index.js';
import type { Client, ClientOptions, Transport, TransportRequest } from './index.js';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
/** A body of text goes out as it is. */
type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>];

const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** Answers token requests itself and everything else from a list, one after the other; the last answer stays. */
async function hub(...answers: readonly (Answer | 'cut')[]): Promise<{ readonly seen: Seen[]; readonly tokens: Seen[]; readonly url: string }> {
  const [seen, tokens]: Seen[][] = [[], []];
  const reply = (response: ServerResponse, [status, body, headers = {}]: Answer): void => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      if (request.url === '/oauth/token') {
        tokens!.push(entry);
        reply(response, [200, { access_token: `token-${tokens!.length}`, expires_in: 3_600, token_type: 'Bearer' }]);
        return;
      }
      const answer = answers[Math.min(seen!.length, answers.length - 1)] ?? 'cut';
      seen!.push(entry);
      if (answer === 'cut') request.socket.destroy();
      else reply(response, answer);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ended.push(() => new Promise((resolve) => server.close(resolve)));
  return { seen: seen!, tokens: tokens!, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const waits: number[] = [];
function clientOf(url: string, options: Partial<ClientOptions> = {}): Client {
  waits.length = 0;
  const client = createClient({
    baseUrls: { police: url, hospital: url, station: url, 'elder-care': url, 'civil-affairs': url, audit: url, issuer: url },
    clientId: 'station-baoji',
    clientSecret: 's:ä',
    runtime: { realNow: () => 1_356_998_400_000, random: () => 0.5, sleep: (milliseconds) => (waits.push(milliseconds), Promise.resolve()) },
    ...options,
  });
  ended.unshift(() => client.close());
  return client;
}
const answer = { caseId: 'c', caseNumber: 'n', revision: 0, events: [], ids: {} };
const busy: Answer = [503, { type: 'urn:guitu:problem:store-unavailable', title: 'away', status: 503, code: 'store-unavailable' }, { 'Retry-After': '2' }];

test('a command that opens a case goes to /cases/<name>, any other to /cases/<caseId>/<name>', async () => {
  const { seen, url } = await hub([200, answer]);
  const client = clientOf(url);
  await client.command('station', 'help-requested', { body: { channel: '12345' } });
  await client.command('station', 'help-declined', { caseId: 'c', body: { cardGiven: true } });
  expect(seen.map(({ url: path }) => path)).toEqual(['/cases/help-requested', '/cases/c/help-declined']);
});

test('clock, user, expected revision and key travel as headers', async () => {
  const { seen, url } = await hub([200, answer]);
  const idempotencyKey = uuid7(1, () => 0);
  await clientOf(url, { language: 'en' }).command('station', 'help-declined', { caseId: 'c', body: { cardGiven: true }, idempotencyKey, ifMatch: 7, now: '2013-01-01T08:00:00+08:00', user: '王 某' });
  expect(seen[0]?.headers).toMatchObject({ 'idempotency-key': idempotencyKey, 'if-match': '"7"', 'guitu-now': '2013-01-01T08:00:00+08:00', 'guitu-user': encodeURIComponent('王 某'), 'accept-language': 'en', authorization: 'Bearer token-1' });
});

test('one token serves commands that are sent at the same time, and is asked for by Basic credentials', async () => {
  const { seen, tokens, url } = await hub([200, answer]);
  const client = clientOf(url, { scopes: ['sample-clock', 'supervisor'] });
  await Promise.all(Array.from({ length: 20 }, () => client.command('station', 'help-requested', { body: { channel: 'walk-in' } })));
  expect(seen).toHaveLength(20);
  expect(tokens).toHaveLength(1);
  expect(tokens[0]?.headers.authorization).toBe(`Basic ${Buffer.from('station-baoji:s%3A%C3%A4').toString('base64')}`);
  expect(new URLSearchParams(tokens[0]?.body).get('scope')).toBe('sample-clock supervisor');
});

test('a busy service is asked again with the same key, after the time that it asked for', async () => {
  const { seen, url } = await hub(busy, busy, [200, answer]);
  await expect(clientOf(url).command('station', 'help-requested', { body: { channel: 'letter' } })).resolves.toEqual(answer);
  expect(new Set(seen.map(({ headers, body }) => `${headers['idempotency-key']} ${body}`)).size).toBe(1);
  expect(waits).toEqual([2_000, 2_000]);
});

test('a service that asks for a longer wait than the client is to wait is not asked before its time: the caller has its answer at once', async () => {
  const unreadable: Answer = [503, { type: 'urn:guitu:problem:history-unreadable', title: 'damaged', status: 503, code: 'history-unreadable' }, { 'Retry-After': '300' }];
  const { seen, url } = await hub(unreadable);
  await expect(clientOf(url).caseView('station', 'c')).rejects.toMatchObject({ name: 'ServiceProblem', code: 'history-unreadable', retryable: true });
  expect([seen.length, waits]).toEqual([1, []]);
  await expect(clientOf(url, { retry: { attempts: 2, longestWait: 300_000 } }).caseView('station', 'c')).rejects.toBeInstanceOf(ServiceProblem);
  expect([seen.length, waits]).toEqual([3, [300_000]]);
});

test('a connection that is cut is tried again, but not for ever', async () => {
  const { seen, url } = await hub('cut');
  await expect(clientOf(url, { retry: { attempts: 3, firstWait: 10 } }).command('station', 'help-requested', { body: { channel: 'app' } })).rejects.toBeInstanceOf(Unreachable);
  expect(seen).toHaveLength(3);
  expect(waits).toEqual([10, 20]);
});

test.each([
  ['the page of a proxy', [200, '<html>Please sign in</html>', { 'Content-Type': 'text/html' }]],
  ['nothing', [200, '']],
  ['no more than a word', [201, '"ok"']],
] satisfies [string, Answer][])('%s is not the word of the hub: the command is sent again with the same key, and a query asked again', async (_what, foreign) => {
  const { seen, url } = await hub(foreign, [200, answer]);
  await expect(clientOf(url).command('station', 'help-requested', { body: { channel: 'letter' } })).resolves.toEqual(answer);
  expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(seen).toHaveLength(2);
  const never = await hub(foreign);
  await expect(clientOf(never.url, { retry: { attempts: 2 } }).worklist('station', { list: 'for-me' })).rejects.toMatchObject({ name: 'Unreachable', request: 'GET /worklist' });
  expect(never.seen).toHaveLength(2);
});

test.each([408, 502, 504])('a proxy or a server that says %i has no answer yet: the command is sent again with the same key', async (status) => {
  const { seen, url } = await hub([status, '<html>Bad Gateway</html>', { 'Content-Type': 'text/html' }], [200, answer]);
  await expect(clientOf(url).command('station', 'help-requested', { body: { channel: 'letter' } })).resolves.toEqual(answer);
  expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(seen).toHaveLength(2);
});

test('a refusal is not tried again and says which rule it was', async () => {
  const { seen, url } = await hub([409, { type: 'urn:guitu:refusal:case-closed', title: 'the case is closed', status: 409, code: 'case-closed' }]);
  const refused = clientOf(url).command('station', 'help-declined', { caseId: 'c', body: { cardGiven: false } });
  await expect(refused).rejects.toMatchObject({ name: 'ServiceProblem', status: 409, code: 'case-closed', retryable: false });
  await expect(refused).rejects.toBeInstanceOf(ServiceProblem);
  expect(seen).toHaveLength(1);
});

test('a token that has expired is replaced once', async () => {
  const { seen, tokens, url } = await hub([401, { type: 'urn:guitu:problem:token-expired', title: 'expired', status: 401, code: 'token-expired' }], [200, { items: [] }]);
  await expect(clientOf(url).get('audit', '/reports/period', { from: '2013-01-01', station: undefined })).resolves.toEqual({ items: [] });
  expect(tokens).toHaveLength(2);
  expect(seen.map(({ url: path }) => path)).toEqual(['/reports/period?from=2013-01-01', '/reports/period?from=2013-01-01']);
});

test('each query goes to its address, with what was asked and for whom', async () => {
  const { seen, url } = await hub([200, {}]);
  const client = clientOf(url);
  await client.caseView('station', 'c', { user: '李四' });
  await client.worklist('station', { list: 'for-me', overdue: 'true', cursor: undefined, limit: 7 });
  await client.cases('station');
  await client.organisations('station', { role: 'hospital' });
  await client.findCases('station', { name: '王五' }, { user: '李四' });
  expect(seen.map(({ method, url: path, headers }) => [method, path, headers['guitu-user']])).toEqual([
    ['GET', '/cases/c', '%E6%9D%8E%E5%9B%9B'],
    ['GET', '/worklist?list=for-me&overdue=true&limit=7', undefined],
    ['GET', '/cases', undefined],
    ['GET', '/organisations?role=hospital', undefined],
    ['POST', '/search', '%E6%9D%8E%E5%9B%9B'],
  ]);
  expect(seen.at(-1)?.body).toBe('{"name":"王五"}');
});

test('who no longer wants the answer waits for nothing, neither for a service nor for the next try', async () => {
  const reason = new Error('closed the form');
  const { seen, url } = await hub(busy);
  const stop = new AbortController();
  const sleep = (): Promise<void> => new Promise(() => stop.abort(reason));
  const waiting = clientOf(url, { runtime: { realNow: () => 0, random: () => 0, sleep } }).command('station', 'help-requested', { body: { channel: 'letter' }, signal: stop.signal });
  await expect(waiting).rejects.toBe(reason);
  await expect(clientOf(url).worklist('station', { list: 'for-me' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(seen).toHaveLength(1);
});

test('who no longer wants the answer waits for no token either, and others who wait for it get it', async () => {
  const reason = new Error('closed the form');
  const [stop, kept] = [new AbortController(), new AbortController()];
  let issue = (): void => undefined;
  const issued = new Promise<void>((resolve) => (issue = resolve));
  const asked: string[] = [];
  const transport: Transport = Object.assign(
    async ({ url: { pathname } }: TransportRequest) => {
      asked.push(pathname);
      if (pathname === '/oauth/token') await issued;
      return { status: 200, headers: {}, body: JSON.stringify(pathname === '/oauth/token' ? { access_token: 'late', expires_in: 60 } : answer) };
    },
    { close: () => undefined },
  );
  const client = clientOf('http://hub.test', { transport });
  const [given, patient] = [stop, kept].map(({ signal }) => client.command('station', 'help-requested', { body: { channel: 'letter' }, signal }));
  stop.abort(reason);
  await expect(given).rejects.toBe(reason);
  issue();
  await expect(patient).resolves.toEqual(answer);
  expect(asked).toEqual(['/oauth/token', '/cases/help-requested']);
  expect([stop, kept].flatMap(({ signal }) => getEventListeners(signal, 'abort'))).toEqual([]);
});

test('the keys that it mints are UUIDs of version 7, in the order of time', () => {
  const keys = [1_356_998_400_000, 1_356_998_400_001].map((time) => uuid7(time, () => 0.999_999));
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  expect(keys.toSorted()).toEqual(keys);
});
