import type { OutgoingHttpHeaders } from 'node:http';
import type { Chance } from '../../support/seed.js';
import type { Json, Operation } from '../../surface/documents.js';
import { hasBody } from '../../surface/documents.js';
import { each, send } from '../../surface/http.js';
import { valuesOf } from '../../surface/values.js';
import type { Everybody } from '../lifecycles/hub.js';
import type { Ledger } from '../lifecycles/ledger.js';
import type { Caller } from '../oracle/oracle.js';
import { described } from './answers.js';
import type { Reading } from './reading.js';

interface Wrong {
  readonly what: string;
  readonly path?: string;
  readonly query?: string;
  readonly body?: string;
  readonly headers?: OutgoingHttpHeaders;
}

/** Every text of a value replaced, in turn. */
function* oneWrong(value: unknown, mark: () => string): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [place, item] of value.entries()) for (const changed of oneWrong(item, mark)) yield value.map((one: unknown, at) => (at === place ? changed : one));
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) for (const changed of oneWrong(member, mark)) yield { ...value, [name]: changed };
  } else yield mark();
}
const allWrong = (value: unknown, mark: () => string): unknown =>
  Array.isArray(value) ? value.map((item: unknown) => allWrong(item, mark)) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, allWrong(member, mark)])) : mark();

const headers = ['guitu-now', 'accept-language', 'if-match', 'if-none-match', 'traceparent', 'authorization', 'accept', 'x-request-id', 'cookie', 'referer', 'user-agent'];

/** Requests that are wrong in every place in which a request can be, with a marked value in that place. */
function wrongRequests(operation: Operation, { ledger, chance, thorough }: RefusalOptions): readonly Wrong[] {
  const shapes = ['sentence', 'name', 'paper', 'id-number'] as const;
  const marks = shapes.map((shape) => ledger.marks.mint(shape, { where: 'a request that is refused', dataClass: 'identity', planting: undefined }));
  const mark = (): string => chance.pick(marks);
  const percent = (): string => encodeURIComponent(mark());
  const values = valuesOf(operation.document, () => chance.below(1_000_000) / 1_000_000, { all: true });
  const required = operation.query.filter((one) => one.required).map(({ name, schema }) => `${name}=${encodeURIComponent(String(values.valid(schema)))}`);
  const queries = operation.query.map(({ name }) => `?${[...required.filter((part) => !part.startsWith(`${name}=`)), `${name}=${percent()}`].join('&')}`);
  const inPath = /\{\w+\}/u.test(operation.path) ? [{ what: 'a value in the path', path: operation.path.replaceAll(/\{\w+\}/gu, percent) }] : [];
  const common: Wrong[] = [
    ...inPath,
    ...queries.map((query) => ({ what: 'a value in a parameter', query })),
    { what: 'a parameter that does not exist', query: `?${[...required, `${percent()}=${percent()}`].join('&')}` },
    ...(thorough ? headers : chance.some(headers, 3)).map((name) => ({ what: `a value in ${name}`, headers: { [name]: percent() } })),
    { what: 'a human with a control character', headers: { 'guitu-user': `${percent()}%0A${percent()}` } },
  ];
  if (!hasBody(operation)) return common;
  const valid = values.valid(operation.body ?? {}) as Json;
  const text = JSON.stringify(valid);
  const single = [...oneWrong(valid, mark)];
  return [
    ...common,
    { what: 'JSON that is cut short', body: `${text.slice(0, -1)},"name":"${mark()}` },
    { what: 'no JSON', body: mark() },
    { what: 'a list', body: JSON.stringify([mark()]) },
    { what: 'every value', body: JSON.stringify(allWrong(valid, mark)) },
    { what: 'an unknown member', body: JSON.stringify({ ...valid, [mark()]: mark() }) },
    { what: 'no key', headers: { 'idempotency-key': percent() }, body: text },
    { what: 'another content type', headers: { 'content-type': `text/${percent()}` }, body: text },
    { what: 'a content encoding', headers: { 'content-encoding': percent() }, body: text },
    // And a member too many, so that it is refused even where the value will do.
    ...(thorough ? single : single.filter(() => chance.percent(15))).map((value) => ({ what: 'one value', body: JSON.stringify({ ...(value as Json), colour: 1 }) })),
  ];
}

export interface RefusalOptions {
  readonly everybody: Everybody;
  readonly ledger: Ledger;
  readonly reading: Reading;
  readonly chance: Chance;
  /** Also each value of each body by itself. */
  readonly thorough: boolean;
  /** What several services have in the same words is sent to one of them, drawn anew in every run. */
  readonly oneOfAKind: boolean;
}

/** Each operation; or of those that several services have under one address, one. */
function asked({ reading: { operations }, chance, oneOfAKind }: RefusalOptions): readonly Operation[] {
  if (!oneOfAKind) return operations;
  const kindOf = ({ method, path }: Operation): string => `${method} ${path}`;
  return [...new Set(operations.map(kindOf))].map((kind) => chance.pick(operations.filter((operation) => kindOf(operation) === kind)));
}

/** Sends every operation what is wrong, as somebody who may send it, and reads what comes back. Answers how many requests were refused. */
export async function readRefusals(options: RefusalOptions): Promise<number> {
  const { everybody, reading, chance } = options;
  const caller = ({ roles }: Operation): Caller => everybody.callers.find(({ role }) => roles.includes(role)) ?? { organisation: 'station-baoji', role: 'station' };
  let refused = 0;
  await each(asked(options).flatMap((operation) => wrongRequests(operation, options).map((wrong) => ({ operation, wrong }))), async ({ operation, wrong }) => {
    const { what, path = operation.path.replaceAll(/\{\w+\}/gu, () => chance.uuid()), query = '', body, headers: more = {} } = wrong;
    const by = caller(operation);
    const answer = await everybody.ask(by.organisation, {
      method: operation.method, url: `${operation.base}${path}${query}`,
      headers: { 'idempotency-key': chance.uuid(), ...(hasBody(operation) ? { 'content-type': 'application/json' } : {}), ...more }, ...(hasBody(operation) ? { body: body ?? '{}' } : {}),
    });
    if (answer.status >= 400) refused += 1;
    for (const line of reading.examine(`the answer to ${what} of ${operation.name}`, by, answer, new Date().toISOString())) reading.found(line);
    return [];
  });
  return refused;
}

/** Addresses that every service has beside its operations, and such as it has not, without a token and with one. */
export async function readFixedAddresses({ everybody, ledger, reading }: RefusalOptions, urls: Readonly<Record<string, string>>): Promise<void> {
  const nowhere = encodeURIComponent(ledger.marks.mint('name', { where: 'an address that does not exist', dataClass: 'identity', planting: undefined }));
  const paths = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/asyncapi.json', '/docs', '/', `/${nowhere}?q=${nowhere}`, '/.well-known/jwks.json'];
  for (const base of Object.values(urls)) {
    for (const path of paths) {
      for (const answer of [await send({ method: 'GET', url: `${base}${path}` }), await everybody.ask('police-jintai', { method: 'GET', url: `${base}${path}` })]) {
        for (const mark of ledger.marks.in(answer.text + JSON.stringify(answer.headers))) reading.found(`${path} of a service shows ${described(mark)}`);
      }
    }
  }
}
