import type { CasesPage, CaseView, OrganisationsAnswer, SearchAnswer, WorklistPage } from '@guitu/contracts';
import type { CommandAnswer, CommandBody, CommandName } from './command-types.js';
import { problemOf, ServiceProblem, Unreachable } from './problem.js';
import type { CasesQuery, OrganisationsQuery, SearchBody, WorklistQuery } from './query-types.js';
import { retryAfterOf, retrying, unlessAborted } from './retry.js';
import type { RetryAfter, RetryOptions } from './retry.js';
import { systemRuntime } from './system-runtime.js';
import type { ClientRuntime } from './system-runtime.js';
import { createTokenSource } from './token-source.js';
import type { Credentials } from './token-source.js';
import { fetchTransport, httpTransport } from './transport.js';
import type { Transport, TransportRequest } from './transport.js';
import { uuid7 } from './uuid7.js';

export type AgencyService = 'police' | 'hospital' | 'station' | 'elder-care' | 'civil-affairs';
export type ServiceName = AgencyService | 'audit';
export type BaseUrls = Readonly<Record<ServiceName | 'issuer', string>>;

export interface ClientOptions extends Credentials {
  readonly baseUrls: BaseUrls;
  /** The machine's clock and chance when absent. */
  readonly runtime?: ClientRuntime;
  /** Shared with other clients; one of its own when absent. */
  readonly transport?: Transport;
  /** Instead of a transport. */
  readonly fetch?: typeof globalThis.fetch;
  readonly retry?: RetryOptions;
  /** Language of problem titles. */
  readonly language?: 'zh-CN' | 'en';
}

export interface RequestOptions {
  /** `Guitu-Now`: business clock of this request; sample mode and the scope `sample-clock` only. */
  readonly now?: string;
  /** The human who acts or looks, recorded as asserted. */
  readonly user?: string;
  /** Ends the waiting; rejects with the signal's reason. A command may have been recorded all the same: the same key tells. */
  readonly signal?: AbortSignal;
}

export interface CommandOptions<N extends CommandName> extends RequestOptions {
  /** Absent: the command opens a case (`found`, `help-requested`). */
  readonly caseId?: string;
  readonly body: CommandBody<N>;
  /** A UUID; a new version 7 when absent. Give one where the same command may be sent again by another run of the program. */
  readonly idempotencyKey?: string;
  /** Revision that the case must have (412 otherwise). */
  readonly ifMatch?: number;
}

/** How programs talk to the hub: as one organisation, with its own token. */
export interface Client {
  /** Reports one event to a service. On disk when this resolves. Rejects with `ServiceProblem` or `Unreachable`. */
  command<N extends CommandName>(service: AgencyService, name: N, options: CommandOptions<N>): Promise<CommandAnswer>;
  /** One case as the organisation may see it, current after a command. Rejects with `case-not-found` where it takes no part in it. */
  caseView(service: AgencyService, caseId: string, options?: RequestOptions): Promise<CaseView>;
  /** A page of what waits for the organisation or for others, or of the people in its care; a moment behind the log. */
  worklist(service: AgencyService, query: WorklistQuery, options?: RequestOptions): Promise<WorklistPage>;
  /** A page of the cases that the organisation may look at. */
  cases(service: AgencyService, query?: CasesQuery, options?: RequestOptions): Promise<CasesPage>;
  /** The organisation's own cases by the name or the identity number of their person. On record as a look. */
  findCases(service: AgencyService, by: SearchBody, options?: RequestOptions): Promise<SearchAnswer>;
  /** Whom one can refer to. */
  organisations(service: AgencyService, query?: OrganisationsQuery, options?: RequestOptions): Promise<OrganisationsAnswer>;
  /** Reads any other path that answers in JSON, such as `/reports/period`; members of `query` that are undefined are left out. The caller names the shape. */
  get<T>(service: ServiceName, path: string, query?: Query, options?: RequestOptions): Promise<T>;
  /** Asks by something personal, which must not stand in an address: `POST <path>`. Changes nothing. The caller names the shape. */
  search<T>(service: ServiceName, path: string, body: Readonly<Record<string, unknown>>, options?: RequestOptions): Promise<T>;
  close(): void;
}

type Query = Readonly<Record<string, string | number | undefined>>;

const json = 'application/json';

export function createClient({ baseUrls, runtime = systemRuntime, transport: given, fetch, retry = {}, language, ...credentials }: ClientOptions): Client {
  const transport = given ?? (fetch === undefined ? httpTransport() : fetchTransport(fetch));
  const tokens = createTokenSource(`${baseUrls.issuer.replace(/\/$/u, '')}/oauth/token`, credentials, transport, () => runtime.realNow());
  const common = { Accept: `${json}, application/problem+json`, ...(language === undefined ? {} : { 'Accept-Language': language }) };

  async function once<T>(request: TransportRequest, name: string, note: (asked: RetryAfter) => void): Promise<T> {
    const token = await unlessAborted(tokens.token(), request.signal).catch((error: unknown) => {
      request.signal?.throwIfAborted();
      throw error instanceof ServiceProblem ? error : new Unreachable('POST /oauth/token', error);
    });
    const response = await transport({ ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } }).catch((error: unknown) => {
      request.signal?.throwIfAborted();
      throw new Unreachable(name, error);
    });
    const body = parsed(response.body);
    if (response.status >= 200 && response.status < 300) {
      // A proxy on the way says 200, too; what the hub says is always an object.
      if (typeof body !== 'object' || body === null) throw new Unreachable(name, new Error('the answer is no JSON object'));
      return body as T;
    }
    if (response.status === 401) tokens.drop(token);
    note(retryAfterOf(response.headers['retry-after']));
    throw problemOf(name, response.status, body);
  }

  /** An old token is replaced once; whoever is refused with a new one is refused. */
  async function send<T>(request: TransportRequest): Promise<T> {
    const name = `${request.method} ${request.url.pathname}`;
    return await retrying(
      async (note) => {
        try {
          return await once<T>(request, name, note);
        } catch (error) {
          if (error instanceof ServiceProblem && error.code === 'token-expired') return await once<T>(request, name, note);
          throw error;
        }
      },
      retry,
      runtime,
      request.signal,
    );
  }

  const headersOf = ({ now, user }: RequestOptions): Record<string, string> => ({ ...common, ...(now === undefined ? {} : { 'Guitu-Now': now }), ...(user === undefined ? {} : { 'Guitu-User': encodeURIComponent(user) }) });
  const until = ({ signal }: RequestOptions): { readonly signal?: AbortSignal } => (signal === undefined ? {} : { signal });

  function get<T>(service: ServiceName, path: string, query: Query = {}, options: RequestOptions = {}): Promise<T> {
    const url = urlOf(baseUrls[service], path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    return send({ method: 'GET', url, headers: headersOf(options), ...until(options) });
  }
  function search<T>(service: ServiceName, path: string, body: Readonly<Record<string, unknown>>, options: RequestOptions = {}): Promise<T> {
    return send({ method: 'POST', url: urlOf(baseUrls[service], path), headers: { ...headersOf(options), 'Content-Type': json }, body: JSON.stringify(body), ...until(options) });
  }

  return {
    command: (service, name, { caseId, body, idempotencyKey, ifMatch, ...options }) =>
      send({
        method: 'POST',
        url: urlOf(baseUrls[service], caseId === undefined ? `/cases/${name}` : `/cases/${caseId}/${name}`),
        headers: {
          ...headersOf(options),
          'Content-Type': json,
          'Idempotency-Key': idempotencyKey ?? uuid7(runtime.realNow(), () => runtime.random()),
          ...(ifMatch === undefined ? {} : { 'If-Match': `"${ifMatch}"` }),
        },
        body: JSON.stringify(body),
        ...until(options),
      }),
    caseView: (service, caseId, options) => get(service, `/cases/${caseId}`, {}, options),
    worklist: (service, query, options) => get(service, '/worklist', query, options),
    cases: (service, query = {}, options) => get(service, '/cases', query, options),
    findCases: (service, by, options) => search(service, '/search', by, options),
    organisations: (service, query = {}, options) => get(service, '/organisations', query, options),
    get,
    search,
    close: () => {
      if (given === undefined) transport.close();
    },
  };
}

const urlOf = (base: string, path: string): URL => new URL(`${base.replace(/\/$/u, '')}${path}`);

function parsed(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
