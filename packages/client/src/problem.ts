/** One broken rule: where it stands, which rule it is, what to do. Never the value. */
export interface ProblemField {
  readonly in: string;
  readonly pointer: string;
  readonly rule: string;
  readonly fix: string;
}

/** An event that stands against the command. */
export interface ProblemFact {
  readonly eventId: string;
  readonly name: string;
  readonly occurredAt: string;
}

/** Problem details (RFC 9457) as every service answers them. `code` is stable; titles follow `Accept-Language`. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: string;
  readonly errors?: readonly ProblemField[];
  readonly facts?: readonly ProblemFact[];
  readonly instance?: string;
}

/** The service answered, and said no. Repeating the same request will not help unless `retryable`. */
export class ServiceProblem extends Error {
  override readonly name = 'ServiceProblem';
  readonly status: number;
  readonly code: string;

  constructor(
    /** What was asked, without personal data: method and path. */
    readonly request: string,
    readonly document: ProblemDocument,
    readonly retryable: boolean,
  ) {
    super(`${request}: ${document.status} ${document.code}: ${document.title}${where(document)}`);
    this.status = document.status;
    this.code = document.code;
  }
}

/** No answer of the hub came: the connection failed or was cut, or something on the way answered for it. Whether a command was recorded is unknown; the same key tells. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly retryable = true;
  constructor(
    readonly request: string,
    cause: unknown,
  ) {
    super(`${request}: no answer (${cause instanceof Error ? cause.message || cause.name : String(cause)})`, { cause });
  }
}

const where = ({ errors = [], facts = [] }: ProblemDocument): string => {
  const parts = [...errors.map(({ pointer, rule }) => `${pointer} ${rule}`), ...facts.map(({ name, occurredAt }) => `${name} of ${occurredAt}`)];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
};

const isProblem = (value: unknown): value is Omit<ProblemDocument, 'status'> & { readonly status?: number } =>
  typeof value === 'object' && value !== null && 'title' in value && typeof value.title === 'string';

/** Statuses by which a service, or a proxy that does not reach it, says that it has no answer yet: what was sent can be sent again. */
const notYet: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Problem details of an answer that is no success, also where something between us and the service answered in its own words. */
export function problemOf(request: string, status: number, body: unknown): ServiceProblem {
  const retryable = notYet.has(status) || (isProblem(body) && body.code === 'lost-races');
  const document: ProblemDocument = isProblem(body)
    ? { ...body, code: body.code ?? 'unknown', type: body.type ?? 'about:blank', status }
    : { type: 'about:blank', title: `HTTP ${status}`, status, code: 'unknown', ...oauthError(body) };
  return new ServiceProblem(request, document, retryable);
}

/** Errors of the token endpoint (RFC 6749 5.2) are not problem details; what they say in words is all that there is to go by. */
function oauthError(body: unknown): Partial<ProblemDocument> {
  if (typeof body !== 'object' || body === null || !('error' in body) || typeof body.error !== 'string') return {};
  const said = 'error_description' in body && typeof body.error_description === 'string' ? body.error_description : undefined;
  return { code: body.error, ...(said === undefined ? {} : { title: said, detail: said }) };
}
