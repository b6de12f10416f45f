import { agencyRoles } from '@guitu/contracts';
import type { Role } from '@guitu/contracts';
import { createLogger } from '@guitu/service-kit';
import { requestLimits } from '@guitu/vault';
import type { VaultAnswer } from '@guitu/vault';
import { eraseAt, item, stored } from '@guitu/vault/testing';
import type { ListeningVault } from './testing/listening-vault.js';
import { listeningVault } from './testing/listening-vault.js';

const lines: string[] = [];
let vault: ListeningVault;
beforeAll(async () => {
  vault = await listeningVault({ logger: createLogger({ service: 'vault', level: 'trace', destination: { write: (line: string) => void lines.push(line) } }) });
});
afterAll(() => vault.dispose());

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly body: { readonly answers?: readonly VaultAnswer[]; readonly code?: string; readonly errors?: readonly unknown[] };
}
async function send(body: unknown, token?: string): Promise<Answered> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${vault.url}/calls`, { method: 'POST', headers, body: text });
  const answer = await response.text();
  return { status: response.status, text: answer, body: JSON.parse(answer) as Answered['body'] };
}

const identity = item('person-1', 'identity', { person: { name: '王小明', idNumber: '11010119900307123X' } });
const openAs = async (role: Role, purpose = 'case-work') => ({ operation: 'open', items: stored([identity], await vault.local.seal([identity])), caller: { organisation: 'baoji', role, relations: ['responsible', 'custodian'], purpose, answer: { id: 'request-1', operation: 'test' } } });
const looksAs = (role: Role) => ({ operation: 'looks', query: { limit: 1 }, caller: { organisation: 'baoji', role, relations: [], purpose: 'audit', answer: { id: 'request-2', operation: 'test' } } });
const codesOf = ({ body }: Answered) => (body.answers ?? []).map((answer) => ('problem' in answer ? answer.problem.code : 'done'));
const open = ['police', 'hospital', 'station', 'elder-care', 'civil-affairs', 'audit', 'data-protection', 'hub'] as const;

describe('the credentials of a service', () => {
  test.each(agencyRoles)('of %s seal, fingerprint, index and find, and open as that kind alone', async (role) => {
    const writing = [{ operation: 'seal', items: [identity] }, { operation: 'fingerprint', personId: 'person-1', body: {} }, { operation: 'index', entries: [] }, { operation: 'find', query: { kind: 'name', value: '王' } }];
    const opening = await Promise.all(open.map((as) => openAs(as)));
    const others = [{ operation: 'index-state' }, { operation: 'reindex', items: [] }, looksAs(role), looksAs('audit')];
    const codes = codesOf(await send({ calls: [...writing, ...others, ...opening] }, await vault.token(role)));
    expect(codes).toEqual(['done', 'done', 'done', 'done', ...others.map(() => 'not-allowed'), ...open.map((as) => (as === role ? 'done' : 'not-allowed'))]);
  });

  test('of audit find, list who looked, bring the index up to date, and open as audit or as the hub; they write nothing else', async () => {
    const writing = [{ operation: 'seal', items: [identity] }, { operation: 'fingerprint', personId: 'person-1', body: {} }, { operation: 'index', entries: [] }];
    const others = [{ operation: 'find', query: { kind: 'name', value: '王' } }, { operation: 'index-state' }, { operation: 'reindex', items: [] }, looksAs('audit')];
    const opening = await Promise.all(open.map((as) => openAs(as, 'audit')));
    const codes = codesOf(await send({ calls: [...writing, looksAs('hub'), ...others, ...opening] }, await vault.token('audit')));
    expect(codes).toEqual([...[...writing, 1].map(() => 'not-allowed'), ...others.map(() => 'done'), ...open.map((as) => (as === 'audit' || as === 'hub' ? 'done' : 'not-allowed'))]);
  });

  test('open no more than the disclosure table gives to whom they act for, whatever they say of it', async () => {
    const outcome = async (role: Role, purpose: string) => (await send({ calls: [await openAs(role, purpose)] }, await vault.token(role === 'hub' ? 'audit' : role))).body.answers?.[0];
    expect(await outcome('hub', 'case-work')).toEqual({ answer: [{ ok: false, reason: 'not-disclosed' }] });
    expect(await outcome('hospital', 'report')).toEqual({ answer: [{ ok: false, reason: 'not-disclosed' }] });
    expect(await outcome('audit', 'audit')).toEqual({ answer: [{ ok: true, level: 'masked', value: { person: { name: '王**', idNumber: '110101**********3X' } } }] });
    expect(await outcome('station', 'case-work')).toEqual({ answer: [{ ok: true, level: 'full', value: identity.value }] });
  });

  test('of the hub are good for nothing here', async () => {
    expect(await send({ calls: [] }, await vault.token('hub'))).toMatchObject({ status: 403, body: { code: 'role-not-allowed' } });
  });

  test('are asked for, must be meant for the vault, and be those of a service of this hub', async () => {
    expect(await send({ calls: [] })).toMatchObject({ status: 401, body: { code: 'token-missing' } });
    expect(await send({ calls: [] }, await vault.token('station', { aud: ['guitu-station'] }))).toMatchObject({ status: 401, body: { code: 'token-wrong-audience' } });
    for (const service of [undefined, 'hospital', '']) expect((await send({ calls: [] }, await vault.token('station', { service }))).status).toBe(service === '' ? 401 : 403);
    expect(await send({ calls: [] }, await vault.token('station'))).toMatchObject({ status: 200, body: { answers: [] } });
  });
});

describe('a request to the vault', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  test.each([
    ['has more calls', () => ({ calls: Array.from({ length: requestLimits.calls + 1 }, () => ({ operation: 'index', entries: [] })) }), 422, 'invalid-request'],
    ['has more items', () => ({ calls: [1, 0].map((more) => ({ operation: 'seal', items: Array.from({ length: requestLimits.items / 2 + more }, () => identity) })) }), 422, 'invalid-request'],
    ['is longer', () => ({ calls: [{ operation: 'fingerprint', personId: 'a', body: 'x'.repeat(requestLimits.bytes) }] }), 413, 'body-too-large'],
    ['is deeper', () => ({ calls: [{ operation: 'fingerprint', personId: 'a', body: deep(80) }] }), 400, 'json-too-deep'],
  ] as const)('that %s than the vault takes is refused as a whole', async (_what, body, status, code) => {
    expect(await send(body(), await vault.token('station'))).toMatchObject({ status, body: { code } });
  });

  test.each([
    [{ operation: 'destroy', personIds: ['a'] }],
    [{ operation: 'ledger', from: -1 }],
    [{ operation: 'record', decision: { entry: 'destroyed', matter: '00000000-0000-4000-8000-000000000001' } }],
    [{ operation: 'seal', items: [{ ...identity, more: 1 }] }],
    [{ operation: 'seal', items: [{ ...identity, dataClass: 'record' }] }],
    [{ operation: 'seal', items: [{ personId: 'a', eventId: 'b', dataClass: 'identity', year: 2013 }] }],
    [{ operation: 'find', query: { kind: 'address', value: 'x' } }],
    [{ operation: 'open', items: [] }],
    [{ ...looksAs('audit'), query: { limit: 1, everything: true } }],
    [{ operation: 'open', items: [], caller: { organisation: 'baoji', role: 'station', relations: [], purpose: 'case-work' } }],
  ])('that no service of ours would send is refused: %j', async (call) => {
    expect(await send({ calls: [call] }, await vault.token('station'))).toMatchObject({ status: 422, body: { code: 'invalid-request' } });
  });

  test('may hold many calls of which each is answered, whatever became of the others', async () => {
    await eraseAt(vault.local.desk, ['erased']);
    const calls = [
      { operation: 'seal', items: [identity] },
      { operation: 'seal', items: [{ ...identity, personId: 'erased' }] },
      { operation: 'fingerprint', personId: 'not an id', body: {} },
      { operation: 'fingerprint', personId: 'person-1', body: {} },
    ];
    const answered = await send({ calls }, await vault.token('station'));
    expect(codesOf(answered)).toEqual(['done', 'person-erased', 'invalid-value', 'done']);
    expect(answered.body.answers?.[1]).toEqual({ problem: { type: 'urn:guitu:vault:person-erased', title: expect.any(String) as string, code: 'person-erased', retriable: false } });
    const [sealed] = answered.body.answers ?? [];
    expect(Object.keys((sealed as { answer: object[] }).answer[0] ?? {})).toEqual(['v', 'alg', 'kid', 'nonce', 'ct']);
  });

  test('needs no Idempotency-Key, and its document says what may be sent', async () => {
    const document = (await (await fetch(`${vault.url}/openapi.json`)).json()) as { paths: Record<string, { post: { parameters: object[]; requestBody: { content: Record<string, { schema: object }> } } }> };
    const { parameters, requestBody } = document.paths['/calls']!.post;
    expect(JSON.stringify(parameters)).not.toContain('Idempotency');
    const schema = JSON.stringify(requestBody.content['application/json']?.schema);
    for (const operation of ['seal', 'fingerprint', 'index', 'find', 'index-state', 'reindex', 'open', 'looks']) expect(schema).toContain(`"const":"${operation}"`);
  });
});

describe('what the vault is told', () => {
  const secrets = ['王小明', '王大山', '11010119900307', '肺炎', 'secret-member'];
  const said = (text: string): readonly string[] => secrets.filter((secret) => text.includes(secret));

  test('stands in no log line, no metric and no refusal', async () => {
    const token = await vault.token('station');
    const value = { person: { name: '王小明', idNumber: '11010119900307123X' }, 'secret-member': '肺炎' };
    const requests = [
      { calls: [{ operation: 'seal', items: [{ ...identity, value }] }, { operation: 'fingerprint', personId: '王小明', body: value }, { operation: 'index', entries: [{ personId: 'person-1', kind: 'name', value: '王大山' }] }] },
      { calls: [{ operation: 'seal', items: [{ ...identity, value, 王小明: '肺炎' }] }] },
      { calls: [{ operation: 'seal', items: [{ ...identity, personId: '王小明', eventId: '11010119900307123X' }] }] },
      { calls: [{ operation: '王小明' }], 王大山: value },
      `{"calls":[{"operation":"seal","items":[{"value":"王小明`,
    ];
    const answers = await Promise.all(requests.map((request) => send(request, token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 422, 200, 422, 400]);
    const document = await (await fetch(`${vault.url}/metrics`)).text();
    expect(document).toContain('vault.calls');
    expect(lines.length).toBeGreaterThan(20);
    for (const text of [lines.join('\n'), document, ...answers.map(({ text: answer }) => answer)]) expect(said(text)).toEqual([]);
  });
});

test('a command asks the vault once: what is called in one turn goes in one request', async () => {
  const remote = vault.as('station');
  await remote.fingerprint('person-1', {});
  const before = lines.filter((line) => line.includes('vault.calls')).length;
  await Promise.all([remote.seal([identity]), remote.fingerprint('person-1', {}), remote.index([{ personId: 'person-1', kind: 'name', value: '王' }])]);
  expect(lines.filter((line) => line.includes('vault.calls')).length - before).toBe(1);
});

test('who has the vault elsewhere can ask whether it works', async () => {
  const other = await listeningVault();
  try {
    const [station, relay] = [other.as('station'), other.as('hub')];
    await station.probe();
    await expect(relay.probe()).rejects.toMatchObject({ code: 'not-allowed' });
    await other.restart();
    await station.probe();
    await other.local.close();
    await expect(station.probe()).rejects.toMatchObject({ code: 'vault-unavailable', retriable: true });
    await expect(station.seal([identity])).rejects.toMatchObject({ code: 'vault-closed', retriable: true });
  } finally {
    await other.dispose();
  }
});
