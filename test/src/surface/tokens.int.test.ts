import { Validator } from '@seriousme/openapi-schema-validator';
import { randomUUID } from 'node:crypto';
import type { Role } from '@guitu/contracts';
import { ask, faultsOfProblem, headersOf, tokensOf, urlOf, validBody } from './asking.js';
import type { Asking } from './asking.js';
import type { Json, Operation } from './documents.js';
import { documentsOf, faultsOf, isCommand, onCase } from './documents.js';
import { startStrangeHub } from './hub.js';
import type { StrangeHub } from './hub.js';
import { agent, each, send, sendRaw } from './http.js';
import { allRoles, far } from './organisations.js';
import { everybodysCase } from './everybodys-case.js';
import { badTokens } from './tokens.js';

// Everything here follows from the documents: a new route is covered by being there.
/** Milliseconds that a test may take on a machine that is busy with other things; alone it takes a few seconds. */
const patient = 120_000;
let hub: StrangeHub;
let documents: ReadonlyMap<string, Json>;
let operations: readonly Operation[];
let commandsOnCase: readonly Operation[];
let tokenFor: ReturnType<typeof tokensOf>;
/** A case in which the Baoji organisation of every agency takes part, and nobody of Haikou. */
let caseId: string;

beforeAll(async () => {
  hub = await startStrangeHub({ sample: true });
  ({ documents, operations } = await documentsOf(hub.urls));
  commandsOnCase = operations.filter((operation) => isCommand(operation) && onCase(operation));
  tokenFor = tokensOf(hub);
  caseId = await everybodysCase(hub);
}, patient);
afterAll(async () => {
  agent.destroy();
  await hub.close();
  expect(hub.incidents).toEqual([]);
});

const long = process.env['GUITU_LONG'] === '1';
/** What is the same code for all operations of a service is tried whole on its first operation and in turns on the others; whole on all in a long run. */
function inTurn<T>(all: readonly T[], operation: Operation, share: number): readonly T[] {
  const place = operations.indexOf(operation);
  if (long || place < 0 || operations[place - 1]?.service !== operation.service) return all;
  return all.filter((_, index) => (index + place) % share === 0);
}

const broken = '{"person":{"name":"王某';
/** `[allowed role, its body]`; agencies alone: auditors see every case. */
const outsiders = (operation: Operation): readonly Role[] => operation.roles.filter((role) => operation.service !== 'audit' || ['police', 'hospital', 'station', 'elder-care', 'civil-affairs'].includes(role));

describe('the documents', () => {
  test('describe every service of the hub, and each operation with its security, its roles and its answers', () => {
    expect([...documents.keys()]).toEqual(Object.keys(hub.urls));
    expect([...documents].flatMap(([service, document]) => faultsOf(service, document, operations.filter((operation) => operation.service === service)))).toEqual([]);
    expect(operations.length).toBeGreaterThan(200);
  });

  test('are what the official schema of OpenAPI 3.1 takes, and that schema refuses what is none', async () => {
    for (const [service, document] of documents) expect({ service, ...(await new Validator().validate(document)) }).toMatchObject({ service, valid: true });
    const [, document = {}] = [...documents].at(-1) ?? [];
    expect(await new Validator().validate({ ...document, paths: { '/x': { get: { responses: 7 } } } })).toMatchObject({ valid: false });
  });

  test('leave out nothing that answers without a token, but for what every service has and the issuer', async () => {
    const open = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs', '/favicon.ico', '/oauth/token', '/.well-known/jwks.json', '/.well-known/openid-configuration'];
    const answers = await each(Object.values(hub.urls), async (base) => Promise.all(open.map(async (path) => `${path} ${(await send({ method: 'GET', url: base + path })).status}`)));
    expect([...new Set(answers)].sort()).toEqual(expect.arrayContaining(['/docs 200', '/healthz 200', '/metrics 200', '/openapi.json 200', '/readyz 200']));
  });
});

describe('every operation', () => {
  test('asks for a token, whatever else is wrong', async () => {
    const faults = await each(operations, async (operation) => {
      const answers = await Promise.all([
        ask(operation, { body: broken }),
        ask(operation, { body: broken, headers: { authorization: '' } }),
        ask(operation, { query: `?access_token=${tokenFor(operation)}`, headers: { cookie: `access_token=${tokenFor(operation)}`, 'x-access-token': tokenFor(operation) } }),
      ]);
      return answers.flatMap((answer) => faultsOfProblem(operation.name, answer, 401, 'token-missing'));
    });
    expect(faults).toEqual([]);
  }, patient);

  test('takes no token that is forged, stale, for others, or lacks a claim', async () => {
    const byService = new Map<string, readonly [string, string][]>();
    for (const operation of operations) {
      const [role] = operation.roles;
      if (role !== undefined && !byService.has(operation.service)) byService.set(operation.service, Object.entries(badTokens(hub.key, operation.service, role)));
    }
    const faults = await each(operations, async (operation) => {
      const tokens = inTurn(byService.get(operation.service) ?? [], operation, 5);
      const headers = [['Basic', `Basic ${Buffer.from('station-baoji:sample-station-baoji').toString('base64')}`], ['two words', `Bearer ${tokenFor(operation)} x`], ['no scheme', tokenFor(operation)], ['a very long token', `Bearer ${'a'.repeat(9_000)}`]] as const;
      const answers = [
        ...tokens.map(([what, token]) => [what, { token, body: broken }] as const),
        ...headers.map(([what, authorization]) => [what, { body: broken, headers: { authorization } }] as const),
      ];
      return each(answers, async ([what, asking]) => faultsOfProblem(`${operation.name} with ${what}`, await ask(operation, asking), 401), 1);
    });
    expect(faults).toEqual([]);
  }, patient);

  test('is refused to every role that its document does not name, before anything is read', async () => {
    const faults = await each(operations, async (operation) => {
      const others = allRoles.filter((role) => !operation.roles.includes(role));
      return (await Promise.all(others.map(async (role) => faultsOfProblem(`${operation.name} as ${role}`, await ask(operation, { token: tokenFor(operation, role), body: broken, headers: { 'content-type': 'text/plain', 'idempotency-key': 'x', 'if-match': 'x', 'guitu-user': '%00' } }), 403, 'role-not-allowed')))).flat();
    });
    expect(faults).toEqual([]);
  }, patient);

  test('that takes a scope is refused to a token without it', async () => {
    const scoped = operations.filter(({ scopes }) => scopes.length > 0);
    const faults = await each(scoped, async (operation) => faultsOfProblem(operation.name, await ask(operation, { token: tokenFor(operation, operation.roles[0], undefined, ''), body: broken }), 403, 'scope-missing'));
    expect(faults).toEqual([]);
  }, patient);

  test('lets nobody turn the clock without the scope for it', async () => {
    const faults = await each(operations, async (operation) => faultsOfProblem(operation.name, await ask(operation, { token: tokenFor(operation), body: broken, headers: { 'guitu-now': '2013-01-01T00:00:00Z' } }), 403, 'sample-clock-refused'));
    expect(faults).toEqual([]);
  }, patient);

  test('takes no other method, and says which it takes', async () => {
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];
    const faults = await each(operations, async (operation) => {
      const taken = operations.filter(({ service, path }) => service === operation.service && path === operation.path).flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
      const found: string[] = [];
      for (const method of methods.filter((one) => !taken.includes(one))) {
        const answer = await send({ method, url: urlOf(operation), headers: headersOf({ token: tokenFor(operation) }) });
        if (answer.status !== 405 || answer.headers['allow'] !== taken.join(', ')) found.push(`${operation.name} by ${method}: ${answer.status} ${String(answer.headers['allow'])}`);
      }
      return found;
    });
    expect(faults).toEqual([]);
  }, patient);
});

describe('every operation on a case', () => {
  test('answers those who take no part in it as if there were no such case, to the byte', async () => {
    const cases = operations.filter(onCase).flatMap((operation) => outsiders(operation).map((role) => [operation, role] as const));
    const faults = await each(cases, async ([operation, role]) => {
      const token = tokenFor(operation, role, far(role));
      const [theirs, nobodys] = await Promise.all([caseId, randomUUID()].map((id) => ask(operation, { token, caseId: id })));
      if (theirs === undefined || nobodys === undefined) return ['no answer'];
      const comparable = ({ status, headers: { date: _1, 'x-request-id': requestId, ...headers }, text }: typeof theirs): string => JSON.stringify([status, headers, text.replaceAll(requestId ?? '-', '')]);
      return [...faultsOfProblem(`${operation.name} as ${role}`, theirs, 404, 'case-not-found'), ...(comparable(theirs) === comparable(nobodys) ? [] : [`${operation.name} as ${role} tells them apart`])];
    });
    expect(faults).toEqual([]);
    expect(operations.filter(onCase).length).toBeGreaterThan(150);
  });

  test('answers an old revision with 412 to those who take part', async () => {
    const mine = commandsOnCase.filter((operation) => operation.roles.some((role) => role === operation.service));
    const faults = await each(mine, async (operation) => {
      const token = tokenFor(operation, operation.service as Role);
      const [stale, weak] = await Promise.all(['"99999"', 'W/"0"'].map((tag) => ask(operation, { token, caseId, headers: { 'if-match': tag } })));
      return [stale, weak].flatMap((answer) => (answer === undefined ? [] : faultsOfProblem(operation.name, answer, 412, 'revision-mismatch')));
    });
    expect(faults).toEqual([]);
  }, patient);
});

describe('every command', () => {
  const commands = (): readonly Operation[] => operations.filter(isCommand);
  const rejects = async (variants: readonly (readonly [what: string, asking: Omit<Asking, 'token'>, status: number, code: string])[], share = 4): Promise<string[]> =>
    each(commands(), async (operation) => (await Promise.all(inTurn(variants, operation, share).map(async ([what, asking, status, code]) => faultsOfProblem(`${operation.name} with ${what}`, await ask(operation, { token: tokenFor(operation), ...asking }), status, code)))).flat());

  test('needs an Idempotency-Key that is a UUID', async () => {
    const keys = ['x', '', '{019abcde-f012-7000-8000-000000000000}', '019abcdef01270008000000000000000', ' 019abcde-f012-7000-8000-00000000000', 'g19abcde-f012-7000-8000-000000000000'];
    expect(
      await rejects([
        ['no key', { headers: { 'idempotency-key': undefined } }, 400, 'idempotency-key-missing'],
        ...keys.map((key) => [`the key "${key}"`, { headers: { 'idempotency-key': key } }, 400, 'header-invalid'] as const),
        ['two keys', { headers: { 'idempotency-key': [randomUUID(), randomUUID()] } }, 400, 'header-invalid'],
      ]),
    ).toEqual([]);
  }, patient);

  test('takes JSON in UTF-8 and nothing else', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=gbk', 'application/jsonp', 'application/json, text/plain', 'multipart/form-data; boundary=x', ''];
    expect(
      await rejects([
        ...types.map((type) => [`the type "${type}"`, { headers: { 'content-type': type } }, 415, 'unsupported-media-type'] as const),
        ['no type', { headers: { 'content-type': undefined } }, 415, 'unsupported-media-type'],
        ['a compressed body', { headers: { 'content-encoding': 'gzip' } }, 415, 'unsupported-media-type'],
      ]),
    ).toEqual([]);
  }, patient);

  test('takes one JSON object, and not too deep a one', async () => {
    const texts = ['', '{', '[]', 'null', '"x"', '1', '{}{}', '{"a":1,}', "{'a':1}", '{"a":NaN}', '{"a":0x1}', '\uFEFF{}', '{"a":"\u0001"}', '{"a":"\\u12"}', '// x\n{}'];
    const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`;
    expect(await rejects([...texts.map((body) => [`the body ${JSON.stringify(body)}`, { body }, 400, 'malformed-json'] as const), ['a deep body', { body: deep }, 400, 'json-too-deep']])).toEqual([]);
  }, patient);

  test('takes no member that its document does not have, and says which it is', async () => {
    const faults = await each(commands(), async (operation) => {
      const whole = JSON.parse(validBody(operation)) as Json;
      const odd = ['colour', ...inTurn(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '机密'], operation, 5)].map((member) => `${JSON.stringify(whole).slice(0, -1)}${Object.keys(whole).length > 0 ? ',' : ''}${JSON.stringify(member)}:{"x":1}}`);
      const answers = await Promise.all(odd.map((body) => ask(operation, { token: tokenFor(operation), body })));
      return [...answers.flatMap((answer) => faultsOfProblem(`${operation.name} with an unknown member`, answer, 422, 'invalid-request')), ...(answers[0]?.text.includes('"/colour"') === true ? [] : [`${operation.name} does not name the member`])];
    });
    expect(faults).toEqual([]);
  }, patient);

  test('takes at most 256 KiB, whether the length is said or not', async () => {
    const faults = await each(commands(), async (operation) => {
      const head = `POST ${new URL(urlOf(operation)).pathname} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tokenFor(operation)}\r\nContent-Type: text/plain\r\nConnection: close\r\n`;
      const said = await sendRaw(operation.base, `${head}Content-Length: 262145\r\n\r\n`);
      return said.startsWith('HTTP/1.1 413 ') && said.includes('"code":"body-too-large"') ? [] : [`${operation.name}: ${said.slice(0, 60)}`];
    });
    expect(faults).toEqual([]);
    const [first] = commands();
    if (first === undefined) throw new Error('no commands');
    expect(await ask(first, { token: tokenFor(first), body: `"${'x'.repeat(300_000)}"`, headers: { 'transfer-encoding': 'chunked' } })).toMatchObject({ status: 413 });
  });
});

describe('a command with two faults', () => {
  type Fault = readonly [name: string, status: number, apply: (operation: Operation, asking: Asking) => Asking | undefined];
  /** In the order of design section 3. What cannot come with another fault says so by undefined. */
  const order: readonly Fault[] = [
    ['no token', 401, (_, asking) => ({ ...asking, token: undefined })],
    ['a role that may not', 403, (operation, asking) => {
      const role = allRoles.find((one) => !operation.roles.includes(one));
      return asking.token === undefined || role === undefined ? undefined : { ...asking, token: tokenFor(operation, role) };
    }],
    ['another type', 415, (_, asking) => ({ ...asking, headers: { ...asking.headers, 'content-type': 'text/plain' } })],
    ['malformed JSON', 400, (_, asking) => ({ ...asking, body: broken })],
    ['no key', 400, (_, asking) => ({ ...asking, headers: { ...asking.headers, 'idempotency-key': undefined } })],
    ['an unknown member', 422, (_, asking) => (asking.body === broken ? undefined : { ...asking, body: '{"colour":"red"}' })],
    ['a case of nobody', 404, (_, asking) => ({ ...asking, caseId: randomUUID() })],
    ['an old revision', 412, (_, asking) => ({ ...asking, headers: { ...asking.headers, 'if-match': '"99999"' } })],
  ];

  test('gets the earlier answer, for every pair of faults and every operation', async () => {
    const pairs = order.flatMap((earlier, place) => order.slice(place + 1).map((later) => [earlier, later] as const));
    const mine = commandsOnCase.filter((operation) => operation.roles.some((role) => role === operation.service));
    const faults = await each(mine, async (operation) =>
      each(inTurn(pairs, operation, 3), async ([earlier, later]) => {
        const start: Asking = { token: tokenFor(operation, operation.service as Role), caseId };
        const one = earlier[2](operation, start);
        const both = one === undefined ? undefined : later[2](operation, one);
        return both === undefined ? [] : faultsOfProblem(`${operation.name} with ${earlier[0]} and ${later[0]}`, await ask(operation, both), earlier[1]);
      }, 1),
    );
    expect(faults).toEqual([]);
  }, patient);
});
