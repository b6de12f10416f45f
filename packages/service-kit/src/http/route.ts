import type { Role } from '@guitu/contracts';
import type { z } from 'zod';
import type { Caller, Scope } from '../auth/caller.js';
import type { Language, ProblemCode, Words } from '../problems/index.js';
import type { BodyLimits } from './body.js';
import type { IfMatch } from './etag.js';

/** What every handler is told about its request. */
export interface QueryContext<P = unknown, Q = unknown> {
  readonly caller: Caller;
  readonly params: P;
  readonly query: Q;
  /** Business clock of this request, in milliseconds; it does not move while the request runs. */
  readonly now: number;
  readonly language: Language;
  readonly requestId: string;
  /** W3C trace context of this request, to be carried on. */
  readonly traceparent: string;
  readonly operationId: string;
}

export interface CommandContext<P = unknown, B = unknown> extends Omit<QueryContext<P>, 'query'> {
  readonly body: B;
  /** UUID in lower case. */
  readonly idempotencyKey: string;
  readonly ifMatch: IfMatch | undefined;
}

/** What a handler returns; it never touches the response. */
export interface Reply {
  /** 200 when absent. */
  readonly status?: number;
  /** Serialised once, as JSON, unless it is text or bytes already. */
  readonly body?: unknown;
  /** Instead of a body: each a JSON value that is sent as soon as it is there, one to a line (NDJSON). For work that takes longer than an answer should. */
  readonly lines?: AsyncIterable<unknown>;
  /** Entity tag with its quotes, for `If-Match`: a revision. What is shown of it changes by more (an erasure, the hour, who looks), so it is never answered 304. Of a query without one: a hash of the body. */
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `application/json; charset=utf-8` when absent. */
  readonly contentType?: string;
  /** For the metrics: a command that was answered from its own events. */
  readonly replayed?: boolean;
  /** For the log. */
  readonly caseId?: string;
  readonly commandId?: string;
}

export interface Response {
  readonly description: Words;
  /** JSON when there is a schema. */
  readonly schema?: z.ZodType;
  readonly contentType?: string;
}
export type Responses = Readonly<Record<number, Response>>;

interface Described {
  /** `/cases/:caseId/referrals`; a parameter takes a whole segment. */
  readonly path: string;
  /** Unique in the hub and never changed: it is part of the scope of idempotency keys. */
  readonly operationId: string;
  readonly summary: Words;
  readonly description?: Words;
  readonly tag?: string;
  /** Kinds of organisation that may call it; checked before anything is read. */
  readonly roles: readonly Role[];
  /** Scope that the token must have as well. */
  readonly scope?: Scope;
  /** 256 KiB and 32 levels when absent. */
  readonly limits?: BodyLimits;
  readonly responses: Responses;
  /** With what it answers beside the problems that its path and its body bring along. */
  readonly problems?: readonly ProblemCode[];
}

type ValueOf<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : Record<string, never>;

export interface CommandRoute<P extends z.ZodType | undefined, B extends z.ZodType> extends Described {
  readonly request: { readonly params?: P; readonly body: B };
  handler(context: CommandContext<ValueOf<P>, z.output<B>>): Promise<Reply>;
}
export interface QueryRoute<P extends z.ZodType | undefined, Q extends z.ZodType | undefined> extends Described {
  readonly request?: { readonly params?: P; readonly query?: Q };
  handler(context: QueryContext<ValueOf<P>, ValueOf<Q>>): Promise<Reply>;
}

/** One operation of a service. Validation and the OpenAPI document both come from here, so neither can forget it. */
export interface Route extends Described {
  readonly kind: 'command' | 'query';
  readonly method: 'GET' | 'POST';
  readonly request: { readonly params?: z.ZodType | undefined; readonly query?: z.ZodType | undefined; readonly body?: z.ZodType | undefined };
  handler(context: CommandContext & QueryContext): Promise<Reply>;
}

/** A POST that changes something: JSON body, `Idempotency-Key`, optional `If-Match`. */
export function commandRoute<P extends z.ZodType | undefined = undefined, B extends z.ZodType = z.ZodType>(route: CommandRoute<P, B>): Route {
  return { ...route, kind: 'command', method: 'POST', handler: route.handler as unknown as Route['handler'] };
}

export interface SearchRoute<B extends z.ZodType> extends Described {
  readonly request: { readonly body: B };
  handler(context: QueryContext<Record<string, never>, Record<string, never>> & { readonly body: z.output<B> }): Promise<Reply>;
}

/** A POST that changes nothing: what is asked by is personal and must not stand in an address. No `Idempotency-Key`. */
export function searchRoute<B extends z.ZodType>(route: SearchRoute<B>): Route {
  return { ...route, kind: 'query', method: 'POST', handler: route.handler as unknown as Route['handler'] };
}

/** A GET that changes nothing. */
export function queryRoute<P extends z.ZodType | undefined = undefined, Q extends z.ZodType | undefined = undefined>(route: QueryRoute<P, Q>): Route {
  return { ...route, kind: 'query', method: 'GET', request: route.request ?? {}, handler: route.handler as unknown as Route['handler'] };
}
