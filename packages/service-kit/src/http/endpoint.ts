import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { assertedUser } from '../auth/asserted-user.js';
import { checkMayTurnClock, requestClock } from '../auth/business-clock.js';
import type { Caller } from '../auth/caller.js';
import type { Verifier } from '../auth/verifier.js';
import { Problem, fieldErrors } from '../problems/index.js';
import type { FieldError, Language } from '../problems/index.js';
import type { RequestLimits } from '../limits/request-limits.js';
import type { Runtime } from '../runtime.js';
import { checkMediaType, parseJson, readBody, usualLimits } from './body.js';
import { parseIfMatch } from './etag.js';
import type { CommandContext, QueryContext, Reply, Route } from './route.js';

export interface EndpointOptions {
  readonly verifier: Verifier;
  readonly runtime: Runtime;
  readonly sample: boolean;
  readonly limits: RequestLimits;
}

export interface Incoming {
  readonly message: IncomingMessage;
  readonly params: Readonly<Record<string, string>>;
  readonly search: string;
  readonly requestId: string;
  readonly traceparent: string;
  readonly language: () => Language;
  /** Called as soon as the caller is known, for the log. */
  readonly onCaller: (caller: Caller) => void;
}

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
const none: Readonly<Record<string, never>> = Object.freeze({});

export function headerOf(message: IncomingMessage, name: string): string | undefined {
  const value = message.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function checkRole(route: Route, caller: Caller): void {
  if (!route.roles.includes(caller.role)) throw Problem.of('role-not-allowed');
  if (route.scope !== undefined && !caller.scopes.has(route.scope)) throw Problem.of('scope-missing');
}

function idempotencyKey(message: IncomingMessage): string {
  const key = headerOf(message, 'idempotency-key');
  if (key === undefined) throw Problem.of('idempotency-key-missing', { errors: [{ in: 'header', pointer: '/Idempotency-Key', rule: 'required', fix: { zh: '请给出一个 UUID。', en: 'Send a UUID.' } }] });
  if (!uuid.test(key)) throw Problem.header('Idempotency-Key', 'format-uuid', { zh: '请给出一个 UUID。', en: 'Send a UUID.' });
  return key.toLowerCase();
}

/** Query parameters; one that is repeated is a list. */
function queryOf(search: string): Record<string, unknown> {
  const query: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of new URLSearchParams(search)) {
    const before = query[name];
    query[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return { ...query };
}

/** Parses what has a schema; where there is none, nothing may be sent. Collects errors, so that a client learns of all at once. */
function parse(schema: z.ZodType | undefined, input: Record<string, unknown>, where: FieldError['in'], errors: FieldError[]): unknown {
  if (schema === undefined) {
    for (const name of Object.keys(input).slice(0, 1)) errors.push({ in: where, pointer: /^[A-Za-z]{1,40}$/u.test(name) ? `/${name}` : '', rule: 'unknown-member', fix: { zh: '没有这一项，请删除。', en: 'There is no such member; remove it.' } });
    return none;
  }
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  errors.push(...fieldErrors(result.error, input, where));
  return none;
}

/** Who sends it. Rejects with 401, or 429 for a stranger at an address that has used up its tries. A token that is known costs a look. */
async function authenticated(message: IncomingMessage, verifier: Verifier, limits: RequestLimits): Promise<Caller> {
  const authorization = headerOf(message, 'authorization');
  if (limits.strangerMustWait(message) && !verifier.knows(authorization)) throw limits.strangersProblem(message);
  try {
    const verified = verifier.verify(authorization);
    return verified instanceof Promise ? await verified : verified;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) limits.strangerFailed(message);
    throw error;
  }
}

/**
 * From a request to its handler, in the order of answers that the design fixes: 401; 429; 403 before anything is read; 413, 415, 400; 422.
 * What comes after (a retry's own answer, 404, 412, 409) is the command path's.
 */
export function createEndpoint(route: Route, { verifier, runtime, sample, limits: requests }: EndpointOptions): (incoming: Incoming) => Promise<Reply> {
  const { params: paramsSchema, query: querySchema, body: bodySchema } = route.request;
  const { limits = usualLimits } = route;
  const command = route.kind === 'command';
  const withBody = bodySchema !== undefined;
  return async ({ message, params, search, requestId, traceparent, language, onCaller }) => {
    const token = await authenticated(message, verifier, requests);
    onCaller(token);
    requests.ofOrganisation(token);
    checkRole(route, token);
    const clock = headerOf(message, 'guitu-now');
    checkMayTurnClock(clock, token, sample);

    let raw: Record<string, unknown> = none;
    let key = '';
    if (withBody) {
      const bytes = await readBody(message, limits);
      checkMediaType(message);
      raw = parseJson(bytes, limits);
      if (command) key = idempotencyKey(message);
    }
    const user = assertedUser(headerOf(message, 'guitu-user'), token.user);
    const now = requestClock(clock, runtime.businessNow());
    const ifMatch = command ? parseIfMatch(headerOf(message, 'if-match')) : undefined;

    const errors: FieldError[] = [];
    const parsedParams = paramsSchema === undefined ? params : parse(paramsSchema, params, 'path', errors);
    const query = search === '' && querySchema === undefined ? none : parse(querySchema, queryOf(search), 'query', errors);
    const body = withBody ? parse(bodySchema, raw, 'body', errors) : undefined;
    if (errors.length > 0) throw Problem.invalid(errors);

    const caller = user === undefined || user === token.user ? token : { ...token, user, asserted: true as const };
    const context: CommandContext & QueryContext = {
      caller, params: parsedParams, query, body, now, requestId, traceparent, ifMatch, idempotencyKey: key, operationId: route.operationId,
      get language() {
        return language();
      },
    };
    return route.handler(context);
  };
}
