import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type express from 'express';
import type { Express } from 'express';
import type { Caller } from '../auth/caller.js';
import type { Verifier } from '../auth/verifier.js';
import type { Logger } from '../logger.js';
import { errorFields } from '../logger.js';
import type { Instruments } from '../observe/instruments.js';
import { createInstruments } from '../observe/instruments.js';
import type { Readiness } from '../observe/readiness.js';
import { outcomeOf } from '../observe/service-metrics.js';
import { uncollectedSpans } from '../observe/spans.js';
import { Problem, preferredLanguage, problemDocument, toProblem } from '../problems/index.js';
import type { Words } from '../problems/index.js';
import type { Runtime } from '../runtime.js';
import { createRequestLimits, usualRates } from '../limits/request-limits.js';
import type { RequestRates } from '../limits/request-limits.js';
import type { Incoming } from './endpoint.js';
import { createEndpoint, headerOf, uuid } from './endpoint.js';
import { contentTag, isKnownTo } from './etag.js';
import { fixedEndpoints, probes } from './fixed-endpoints.js';
import type { RunningService } from './listen.js';
import { listen } from './listen.js';
import { buildOpenApi } from './openapi.js';
import type { RawEndpoint } from './raw-endpoint.js';
import type { Reply, Route } from './route.js';
import { createRouteTable } from './route-table.js';
import type { Lookup } from './route-table.js';
import { json, problemJson, send, sendLines } from './send.js';

/** What a service stands in, whichever it is: given by whoever composes its process. */
export interface Surroundings {
  readonly verifier: Verifier;
  readonly runtime: Runtime;
  readonly logger: Logger;
  /** Metrics of its own and no traces when absent. */
  readonly instruments?: Instruments;
  /** True: `Guitu-Now` may be sent with the scope for it. */
  readonly sample?: boolean;
  /** What must hold before `/readyz` says so. */
  readonly readiness?: readonly Readiness[];
  /** How many requests it takes of whom; the usual rates when absent. */
  readonly rates?: RequestRates | undefined;
  /** Where clients get tokens; for the OpenAPI document. */
  readonly tokenUrl?: string;
}

/** Without a `verifier` where all answers are raw: these check no tokens. */
export interface ServiceOptions extends Omit<Surroundings, 'verifier'>, Partial<Pick<Surroundings, 'verifier'>> {
  readonly name: string;
  readonly title: Words;
  readonly version?: string;
  readonly routes: readonly Route[];
  readonly raw?: readonly RawEndpoint[];
  /** True while what the service stands on is being opened: it answers its probes, and 503 `not-ready` to everything else. */
  readonly starting?: boolean;
}

export interface Service {
  readonly name: string;
  /** Made when it is first asked for. */
  readonly app: Express;
  readonly routes: readonly Route[];
  /** All that it answers at, in the words of the routes (`/cases/:caseId`), what needs no token included. */
  readonly endpoints: readonly { readonly method: string; readonly path: string }[];
  /** The OpenAPI 3.1 document; built once, when first asked for. */
  openApi(): Record<string, unknown>;
  /** Answers one request, for a port that is open already. */
  handle(message: IncomingMessage, response: ServerResponse): void;
  /** From now on each answer ends its connection. */
  stop(): void;
  /** Rejects with `StartError` where the port is taken. */
  listen(at: { readonly host: string; readonly port: number }): Promise<RunningService>;
}

/** Loaded when it is first needed: its 132 modules are a good part of a start, and whoever is asked only for what it has never needs them. */
const loadExpress = (): typeof express => createRequire(import.meta.url)('express') as typeof express;

/** The case that a path names, for the log: nothing but an id gets there, whatever stands in the path. */
function caseIdOfPath(found: Lookup<Target>): string | undefined {
  const caseId = found.found === 'route' ? found.params['caseId'] : undefined;
  return caseId !== undefined && uuid.test(caseId) ? caseId.toLowerCase() : undefined;
}

interface Target {
  readonly operation: string;
  readonly command: boolean;
  /** Asked by machines all the time, about the service itself. */
  readonly probe: boolean;
  /** Tag an answer that has no tag of its own. */
  readonly tagged: boolean;
  readonly run: (incoming: Incoming) => Promise<Reply>;
}

/**
 * One service as an Express app. Its routes are found by a table of ours rather than by Express, and a request that the table knows is answered
 * before Express touches it: changing the prototypes of request and response costs more than the rest of HTTP (decision 0022). Express has what the
 * table does not know, and the whole when the app is mounted in another one.
 */
export function createService(options: ServiceOptions): Service {
  const { name, routes, verifier, runtime, logger, sample = false, starting = false, rates = usualRates } = options;
  const instruments = options.instruments ?? createInstruments({ service: name, runtime });
  const { metrics, spans } = instruments;
  const limits = createRequestLimits({ rates, runtime, metrics });
  const unwatched = uncollectedSpans(runtime);
  let document: Record<string, unknown> | undefined;
  const openApi = (): Record<string, unknown> => (document ??= buildOpenApi(options));
  const state = { stopping: false };

  const table = createRouteTable<Target>();
  const endpoints: { readonly method: string; readonly path: string }[] = [];
  const add = (method: string, path: string, target: Target): void => {
    table.add(method, path, target);
    endpoints.push({ method, path });
  };
  for (const route of routes) {
    if (verifier === undefined) throw new TypeError(`service ${name} has routes and nothing to check tokens with`);
    add(route.method, route.path, { operation: route.operationId, command: route.kind === 'command', probe: false, tagged: route.method === 'GET', run: createEndpoint(route, { verifier, runtime, sample, limits }) });
  }
  const addRaw = (raw: RawEndpoint, probe: boolean): void => {
    add(raw.method, raw.path, { operation: raw.name, command: false, probe, tagged: false, run: (incoming) => raw.handler({ ...incoming, limits }) });
  };
  for (const raw of starting ? probes({ ...options, instruments, state }) : fixedEndpoints({ ...options, instruments, openApi, state })) addRaw(raw, true);
  for (const raw of options.raw ?? []) addRaw(raw, false);

  const findTarget = ({ method = 'GET', url = '/' }: IncomingMessage): Lookup<Target> => {
    const mark = url.indexOf('?');
    return table.find(method, mark < 0 ? url : url.slice(0, mark));
  };

  async function answer(message: IncomingMessage, response: ServerResponse, found: Lookup<Target>): Promise<void> {
    const start = runtime.realNow();
    const requestId = runtime.uuid();
    const probe = found.found === 'route' && found.value.probe;
    const span = (probe ? unwatched : spans).request(headerOf(message, 'traceparent'));
    const { traceparent, traceId } = span;
    const url = message.url ?? '/';
    const mark = url.indexOf('?');
    let target: Target | undefined;
    let caller: Caller | undefined;
    let reply: Reply | undefined;
    let status: number;
    let problem: Problem | undefined;
    try {
      // RFC 9112, 3.2. Node would refuse it as well, but with none of our headers.
      if (message.headers.host === undefined && message.httpVersion === '1.1') throw Problem.of('http-invalid');
      if (starting && found.found !== 'route') throw Problem.of('not-ready', { headers: { 'Retry-After': '2' } });
      if (found.found === 'nothing') throw Problem.of('no-such-route');
      if (found.found === 'other-methods') throw Problem.of('method-not-allowed', { headers: { Allow: found.allow.join(', ') } });
      target = found.value;
      reply = await target.run({
        message, params: found.params, search: mark < 0 ? '' : url.slice(mark + 1), requestId, traceparent,
        language: () => preferredLanguage(headerOf(message, 'accept-language')),
        onCaller: (known) => {
          caller = known;
        },
      });
      if (reply.lines === undefined) status = sendReply(message, response, target, reply, requestId);
      else {
        status = 200;
        await sendLines(response, reply.lines, { 'X-Request-Id': requestId });
      }
    } catch (error) {
      problem = toProblem(error);
      status = problem.status;
      sendProblem(message, response, problem, requestId);
    }
    const operation = target?.operation ?? 'none';
    const milliseconds = runtime.realNow() - start;
    metrics.request(operation, status, milliseconds);
    if (target?.command === true) metrics.command(operation, outcomeOf(status, reply?.replayed ?? false));
    const cause = status >= 500 ? errorFields(problem?.details.cause ?? problem) : undefined;
    const caseId = reply?.caseId ?? caseIdOfPath(found);
    const told = {
      requestId, method: message.method, operation, status, problem: problem?.code, ...cause,
      organisation: caller?.organisation, role: caller?.role, caseId, commandId: reply?.commandId,
    };
    span.end(told);
    // Probes and scrapes come every few seconds, and 503 is their way to say "not yet".
    const level = probe ? 'debug' : status >= 500 ? 'error' : 'info';
    logger[level]('request', { ...told, traceId, milliseconds, client: caller?.client });
  }

  function sendReply(message: IncomingMessage, response: ServerResponse, target: Target, reply: Reply, requestId: string): number {
    const body = typeof reply.body === 'string' || reply.body instanceof Uint8Array ? reply.body : JSON.stringify(reply.body);
    const etag = reply.etag ?? (target.tagged ? contentTag(body) : undefined);
    const known = target.tagged && reply.etag === undefined && etag !== undefined && isKnownTo(headerOf(message, 'if-none-match'), etag);
    const status = known ? 304 : (reply.status ?? 200);
    const headers: Record<string, string> = { 'X-Request-Id': requestId, ...reply.headers };
    if (etag !== undefined) headers['ETag'] = etag;
    if (state.stopping) headers['Connection'] = 'close';
    send(response, { status, contentType: reply.contentType ?? json, body, headers });
    return status;
  }

  function sendProblem(message: IncomingMessage, response: ServerResponse, problem: Problem, requestId: string): void {
    const language = preferredLanguage(headerOf(message, 'accept-language'));
    const headers: Record<string, string> = { 'X-Request-Id': requestId, 'Content-Language': language, Vary: 'Accept-Language', ...problem.details.headers };
    if (state.stopping) headers['Connection'] = 'close';
    send(response, { status: problem.status, contentType: problemJson, body: JSON.stringify(problemDocument(problem, language, requestId)), headers });
  }

  const lastNet = (message: IncomingMessage, response: ServerResponse, error: unknown): void => sendProblem(message, response, toProblem(error), runtime.uuid());

  function mountable(): Express {
    const made = loadExpress()();
    made.disable('x-powered-by');
    made.disable('etag');
    made.use((message, response) => answer(message, response, findTarget(message)));
    // Express shows an error's message and stack to the client unless somebody answers for it.
    made.use((error: unknown, message: IncomingMessage, response: ServerResponse, _next: unknown) => lastNet(message, response, error));
    return made;
  }
  let mounted: Express | undefined;
  const app = (): Express => (mounted ??= mountable());

  function handle(message: IncomingMessage, response: ServerResponse): void {
    const found = findTarget(message);
    if (found.found === 'route') answer(message, response, found).catch((error: unknown) => lastNet(message, response, error));
    else app()(message, response);
  }
  const stop = (): void => {
    state.stopping = true;
  };

  return {
    name, routes, endpoints, openApi, handle, stop,
    get app() {
      return app();
    },
    listen: ({ host, port }) => listen(handle, { name, host, port, logger, runtime, onStopping: stop, onConnection: (change) => metrics.connection(change) }),
  };
}
