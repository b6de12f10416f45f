import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Role } from '@guitu/contracts';
import type { Operation } from './documents.js';
import { hasBody } from './documents.js';
import type { StrangeHub } from './hub.js';
import { send } from './http.js';
import type { Answer } from './http.js';
import { claimsFor, jws } from './tokens.js';
import { randomOf, valuesOf } from './values.js';

export interface Asking {
  readonly token?: string | undefined;
  readonly caseId?: string;
  /** A valid one, made from the document, when absent. */
  readonly body?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly query?: string;
}

/** A seed of its own for each operation, so that one more route changes nothing for the others. */
export const seedOf = (text: string): number => [...text].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0, 7);

export function validBody(operation: Operation): string {
  if (operation.body === undefined) return '';
  return JSON.stringify(valuesOf(operation.document, randomOf(seedOf(operation.name)), { all: true }).valid(withoutTime(operation.body)));
}

// A time that may lie after the present would be refused for a reason of its own.
const withoutTime = (schema: NonNullable<Operation['body']>): NonNullable<Operation['body']> => {
  const { occurredAt: _, ...properties } = (schema['properties'] ?? {}) as Record<string, unknown>;
  return { ...schema, properties };
};

export function validQuery(operation: Operation): string {
  const values = valuesOf(operation.document, randomOf(seedOf(operation.name)));
  const required = operation.query.filter((parameter) => parameter.required).map(({ name, schema }) => [name, String(values.valid(schema, name))] as [string, string]);
  return required.length === 0 ? '' : `?${new URLSearchParams(required).toString()}`;
}

export function urlOf(operation: Operation, { caseId = randomUUID(), query = validQuery(operation) }: Asking = {}): string {
  return operation.base + operation.path.replace('{caseId}', caseId).replaceAll(/\{\w+\}/gu, () => randomUUID()) + query;
}

export function headersOf({ token, headers = {} }: Asking): OutgoingHttpHeaders {
  return { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), 'content-type': 'application/json', 'idempotency-key': randomUUID(), 'accept-language': 'en', ...headers };
}

/** Sends an operation as its document says, but for what the test says otherwise. Headers that are undefined are left out. */
export function ask(operation: Operation, asking: Asking = {}): Promise<Answer> {
  const headers = Object.fromEntries(Object.entries(headersOf(asking)).filter(([, value]) => value !== undefined));
  return send({ method: operation.method, url: urlOf(operation, asking), headers, ...(hasBody(operation) ? { body: asking.body ?? validBody(operation) } : {}) });
}

/** Tokens by service, role and organisation, made once. */
export function tokensOf(hub: StrangeHub): (operation: Operation, role?: Role, organisation?: string, scope?: string) => string {
  const made = new Map<string, string>();
  return (operation, role = operation.roles[0] ?? 'audit', organisation = `${role}-baoji`, scope = operation.scopes.join(' ')) => {
    const key = [operation.service, role, organisation, scope].join(' ');
    const token = made.get(key) ?? jws(hub.key, claimsFor(operation.service, role, organisation, scope === '' ? {} : { scope }));
    made.set(key, token);
    return token;
  };
}

/** What is wrong with a refusal as a problem document (RFC 9457), in a line each. */
export function faultsOfProblem(what: string, { status, headers, body, text }: Answer, expected: number | undefined, code?: string): string[] {
  if (expected !== undefined && status !== expected) return [`${what}: ${status} ${String(body['code'] ?? text.slice(0, 80))} ${JSON.stringify(body['errors'] ?? '')} instead of ${expected}`];
  const faults: string[] = [];
  const must = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(`${what}: ${status} ${fault}: ${text.slice(0, 300)}`);
  };
  must(headers['content-type'] === 'application/problem+json; charset=utf-8', `is ${String(headers['content-type'])}`);
  must(headers['cache-control'] === 'no-store', 'may be kept');
  must(body['status'] === status, 'says another status');
  must(/^urn:guitu:(?:problem|refusal):[a-z0-9-]+$/u.test(String(body['type'])), 'has no type');
  for (const member of ['title', 'detail', 'code', 'instance']) must(typeof body[member] === 'string' && body[member] !== '', `has no ${member}`);
  if (code !== undefined) must(body['code'] === code, `has another code than ${code}`);
  if (status === 401) must(/^Bearer /u.test(headers['www-authenticate'] ?? ''), 'asks for no token');
  if (status === 405) must((headers['allow'] ?? '') !== '', 'does not say which methods there are');
  if (body['code'] === 'invalid-request' || body['code'] === 'header-invalid') {
    const errors = (body['errors'] ?? []) as Record<string, unknown>[];
    must(errors.length > 0 && errors.every(({ in: where, pointer, rule, fix }) => ['body', 'query', 'path', 'header'].includes(String(where)) && typeof pointer === 'string' && /^[a-z0-9-]+$/u.test(String(rule)) && typeof fix === 'string' && fix !== ''), 'does not name field, rule and fix');
  }
  return faults;
}
