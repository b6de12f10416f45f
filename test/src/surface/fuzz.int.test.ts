import { faultsOfProblem, headersOf, tokensOf, urlOf } from './asking.js';
import type { Operation } from './documents.js';
import { documentsOf, hasBody, isCommand } from './documents.js';
import { everybodysCase, sendAs } from './everybodys-case.js';
import { startStrangeHub } from './hub.js';
import type { StrangeHub } from './hub.js';
import { agent, each, send } from './http.js';
import type { Answer } from './http.js';
import { damaged, mutated } from './mutants.js';
import { randomOf, valuesOf } from './values.js';
import type { Values } from './values.js';

const long = process.env['GUITU_LONG'] === '1';
const seed = Number(process.env['GUITU_SEED'] ?? Date.now() % 1_000_000_000);
const requests = long ? 100_000 : 2_000;
/** In every text that is sent, and in no answer but those that disclose it to whoever sent it. */
const marker = '机密X7319王某'; // Digits alone would be met by chance in an id.

/** Milliseconds that a test may take on a machine that is busy with other things; alone it takes a few seconds. */
const patient = 120_000;
let hub: StrangeHub;
let operations: readonly Operation[];
let tokenFor: ReturnType<typeof tokensOf>;
let cases: string[];
/** Ids of things that there are: of cases, referrals, events. */
const known: string[] = [];

beforeAll(async () => {
  console.log(`fuzz: GUITU_SEED=${seed}`);
  hub = await startStrangeHub({ sample: true });
  ({ operations } = await documentsOf(hub.urls));
  tokenFor = tokensOf(hub);
  cases = await Promise.all(Array.from({ length: 6 }, () => everybodysCase(hub)));
  known.push(...cases);
}, patient);
afterAll(async () => {
  agent.destroy();
  await hub.close();
});

interface Shot {
  readonly operation: Operation;
  readonly what: 'valid' | 'mutated' | 'damaged';
  readonly answer: Answer;
  readonly english: boolean;
  readonly sent: string;
}

/** One request that follows from the seed and its number alone, as far as the ids that there are allow. */
async function shoot(number: number): Promise<Shot> {
  const random = randomOf(seed + number * 7_919);
  const operation = operations[Math.floor(random() * operations.length)] as Operation;
  const values: Values = valuesOf(operation.document, random, { text: () => marker });
  const { pick } = values;
  const realIds = (value: unknown): unknown =>
    typeof value === 'string' && /^[0-9a-f]{8}-/u.test(value) && random() < 0.7 ? pick(known) : Array.isArray(value) ? value.map(realIds) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, realIds(member)])) : value;
  const what = pick<Shot['what']>(['valid', 'valid', 'valid', 'mutated', 'mutated', 'damaged']);
  let body = '';
  if (operation.body !== undefined) {
    let value = realIds(values.valid(operation.body)) as Parameters<typeof mutated>[1];
    if (what !== 'valid') for (let times = values.whole(2); times >= 0; times -= 1) value = mutated(values, value);
    body = JSON.stringify(value) ?? 'null';
    if (what === 'damaged') body = damaged(values, body);
  }
  const query = new URLSearchParams();
  for (const { name, required, schema } of operation.query) {
    if (!required && random() < 0.5) continue;
    const value = values.valid(schema, name);
    query.append(name, String(what === 'valid' ? value : mutated(values, value as string)));
    if (what === 'damaged' && random() < 0.3) query.append(name, 'again');
  }
  const english = random() < 0.5;
  const role = pick(operation.roles);
  const asked = query.toString();
  const path = urlOf(operation, { caseId: pick(cases), query: asked === '' ? '' : `?${asked}` });
  const url = what === 'damaged' && random() < 0.2 ? path.replace(/\w{4}(?=\?|$)/u, pick(['%zz', '%00', '..', '%ff', ''])) : path;
  const odd: Record<string, string> = what === 'damaged' && random() < 0.3 ? { [pick(['if-match', 'if-none-match', 'guitu-user', 'traceparent', 'guitu-now', 'accept-language', 'content-type', 'idempotency-key'])]: pick(['', '*', '"', 'x'.repeat(2_000), '%00', '\u00ff', '""', ',', ';q=']) } : {};
  const token = tokenFor(operation, role, `${role}-${pick(['baoji', 'baoji', 'baoji', 'baoji', 'haikou'])}`, [...operation.scopes, 'sample-clock'].join(' '));
  const headers = { ...headersOf({ token, headers: { 'idempotency-key': values.uuid() } }), 'accept-language': english ? 'en' : 'zh-CN', ...odd };
  const answer = await send({ method: operation.method, url, headers, ...(hasBody(operation) ? { body } : {}) });
  return { operation, what, answer, english: english && odd['accept-language'] === undefined, sent: `${url} ${body.slice(0, 2_000)}` };
}

const chinese = (text: unknown): boolean => /\p{Script=Han}/u.test(String(text));

function faultsOf({ operation, what, answer, english, sent }: Shot): string[] {
  const name = `seed ${seed} ${what} ${operation.name} ${sent}`;
  const { status, body, text } = answer;
  if (status >= 500) return [`${name}: ${status} ${text.slice(0, 300)}`];
  const faults: string[] = [];
  if (status >= 400) {
    faults.push(...faultsOfProblem(name, answer, undefined));
    if (chinese(body['title']) === english || chinese(body['detail']) === english) faults.push(`${name}: not in the language that was asked for: ${text.slice(0, 300)}`);
    for (const { fix } of (body['errors'] ?? []) as { fix: string }[]) if (chinese(fix) === english && !/^[\x20-\x7e]+：/u.test(fix)) faults.push(`${name}: a fix in another language: ${fix}`);
  }
  // What a caller may see is disclosed by queries alone.
  if ((isCommand(operation) && operation.service !== 'audit') || status >= 400) if (text.includes('X7319') || text.includes('机密')) faults.push(`${name}: echoes what was sent: ${text.slice(0, 500)}`);
  // 201 or 200, and the errors of a request: nothing that a schema or a rule should have caught otherwise.
  if (![200, 201, 304, 400, 403, 404, 405, 409, 412, 413, 415, 422].includes(status)) faults.push(`${name}: ${status}`);
  // A damaged address is that of another operation, or of none.
  if (what !== 'damaged' && !Object.hasOwn(operation.raw['responses'] as object, String(status))) faults.push(`${name}: ${status} is not in its document`);
  return faults;
}

function learn({ answer, operation }: Shot): void {
  if (!isCommand(operation) || answer.status >= 300) return;
  const { caseId, ids = {}, events = [] } = answer.body as { caseId?: string; ids?: Record<string, string>; events?: { id: string }[] };
  known.push(...Object.values(ids), ...events.map(({ id }) => id));
  if (answer.status === 201 && caseId !== undefined && cases.length < 9) cases.push(caseId);
}

test(`${requests} requests made from the documents, whole and broken, find no fault of the hub`, async () => {
  const statuses = new Map<number, number>();
  const faults = await each(Array.from({ length: requests }, (_, number) => number), async (number) => {
    const shot = await shoot(number);
    statuses.set(shot.answer.status, (statuses.get(shot.answer.status) ?? 0) + 1);
    learn(shot);
    return faultsOf(shot);
  });
  console.log(`fuzz: ${[...statuses].sort(([one], [other]) => one - other).map(([status, count]) => `${status}: ${count}`).join(', ')}`);
  expect(faults.slice(0, 10)).toEqual([]);
  expect(hub.incidents).toEqual([]);
  expect(hub.log()).toBe('');
  // The generators must get past the schemas, or the rest is not tried.
  expect((statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)).toBeGreaterThan(requests / 40);
  expect(statuses.get(409) ?? 0).toBeGreaterThan(requests / 20);
}, long ? 1_200_000 : patient);

test('and the hub still does its work', async () => {
  const opened = await sendAs(hub, 'police', '/cases/found', { disposition: 'taken-along', reportedBy: 'grid', division: '610302', person: { sex: '1', age: { from: 30, to: 40 } }, signs: { impairment: false, mobilityImpaired: false } });
  const view = operations.find(({ service, path }) => service === 'police' && path === '/cases/{caseId}') as Operation;
  expect((await send({ method: 'GET', url: urlOf(view, { caseId: String(opened['caseId']) }), headers: headersOf({ token: tokenFor(view) }) })).status).toBe(200);
  for (const base of Object.values(hub.urls)) expect((await send({ method: 'GET', url: `${base}/readyz` })).status).toBe(200);
});
