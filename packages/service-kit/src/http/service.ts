import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Express } from 'express';
import type { Caller } from '../auth/caller.js';
import type { Verifier } from '../auth/verifier.js';
import type { Logger } from '../logger.js';
import { errorFields } from '../logger.js';
import { Problem, preferredLanguage, problemDocument, toProblem } from '../problems/index.js';
import type { Words } from '../problems/index.js';
import type { Runtime } from '../runtime.js';
import type { Incoming } from './endpoint.js';
import { createEndpoint, headerOf } from './endpoint.js';
import { contentTag, isKnownTo } from './etag.js';
import { fixedEndpoints } from './fixed-endpoints.js';
import type { Readiness } from './fixed-endpoints.js';
import type { RunningService } from './listen.js';
import { listen } from './listen.js';
import type { Metrics } from './metrics.js';
import { createMetrics, outcomeOf } from './metrics.js';
import { buildOpenApi } from './openapi.js';
import type { RawEndpoint } from './raw-endpoint.js';
import type { Reply, Route } from './route.js';
import { createRouteTable } from './route-table.js';
import type { Lookup } from './route-table.js';
import { json, problemJson, send, sendLines } from './send.js';
import { traceOf } from './trace.js';

export interface ServiceOptions {
  readonly name: string;
  readonly title: Words;
  readonly version?: string;
  readonly routes: readonly Route[];
  readonly raw?: readonly RawEndpoint[];
  /** Checks tokens; a service whose answers are all raw has none. */
  readonly verifier?: Verifier;
  readonly runtime: Runtime;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** True: `Guitu-Now` may be sent with the scope for it. */
  readonly sample?: boolean;
  /** What must hold before `/readyz` says so. */
  readonly readiness?: readonly Readiness[];
  /** Where clients get tokens; for the OpenAPI document. */
  readonly tokenUrl?: string;
}

export interface Service {
  readonly name: string;
  readonly app: Express;
  readonly metrics: Metrics;
  readonly routes: readonly Route[];
  /** The OpenAPI 3.1 document; built once, when first asked for. */
  openApi(): Record<string, unknown>;
  /** Rejects with `StartError` where the port is taken. */
  listen(at: { readonly host: string; readonly port: number }): Promise<RunningService>;
}

interface Target {
  readonly operation: string;
  readonly command: boolean;
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
  const { name, routes, verifier, runtime, logger, sample = false } = options;
  const metrics = options.metrics ?? createMetrics(name);
  let document: Record<string, unknown> | undefined;
  const openApi = (): Record<string, unknown> => (document ??= buildOpenApi(options));
  const state = { stopping: false };

  const table = createRouteTable<Target>();
  for (const route of routes) {
    if (verifier === undefined) throw new TypeError(`service ${name} has routes and nothing to check tokens with`);
    table.add(route.method, route.path, { operation: route.operationId, command: route.kind === 'command', tagged: route.method === 'GET', run: createEndpoint(route, { verifier, runtime, sample }) });
  }
  for (const raw of [...fixedEndpoints({ ...options, metrics, openApi, state }), ...(options.raw ?? [])]) {
    table.add(raw.method, raw.path, { operation: raw.name, command: false, tagged: false, run: (incoming) => raw.handler(incoming) });
  }

  const findTarget = ({ method = 'GET', url = '/' }: IncomingMessage): Lookup<Target> => {
    const mark = url.indexOf('?');
    return table.find(method, mark < 0 ? url : url.slice(0, mark));
  };

  async function answer(message: IncomingMessage, response: ServerResponse, found: Lookup<Target>): Promise<void> {
    const start = runtime.realNow();
    const requestId = runtime.uuid();
    const { traceparent, traceId } = traceOf(headerOf(message, 'traceparent'), runtime);
    const url = message.url ?? '/';
    const mark = url.indexOf('?');
    let target: Target | undefined;
    let caller: Caller | undefined;
    let reply: Reply | undefined;
    let status: number;
    let problem: Problem | undefined;
    try {
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
    logger[status >= 500 ? 'error' : 'info']('request', {
      requestId, traceId, method: message.method, operation, status, milliseconds, problem: problem?.code, ...cause,
      organisation: caller?.organisation, client: caller?.client, role: caller?.role, caseId: reply?.caseId, commandId: reply?.commandId,
    });
  }

  function sendReply(message: IncomingMessage, response: ServerResponse, target: Target, reply: Reply, requestId: string): number {
    const body = typeof reply.body === 'string' || reply.body instanceof Uint8Array ? reply.body : JSON.stringify(reply.body);
    const etag = reply.etag ?? (target.tagged ? contentTag(body) : undefined);
    const known = target.tagged && etag !== undefined && isKnownTo(headerOf(message, 'if-none-match'), etag);
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

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((message, response) => answer(message, response, findTarget(message)));
  // Express shows an error's message and stack to the client unless somebody answers for it.
  app.use((error: unknown, message: IncomingMessage, response: ServerResponse, _next: unknown) => lastNet(message, response, error));

  function handle(message: IncomingMessage, response: ServerResponse): void {
    const found = findTarget(message);
    if (found.found === 'route') answer(message, response, found).catch((error: unknown) => lastNet(message, response, error));
    else app(message, response);
  }

  return { name, app, metrics, routes, openApi, listen: ({ host, port }) => listen(handle, { name, host, port, logger, runtime, onStopping: () => (state.stopping = true) }) };
}
