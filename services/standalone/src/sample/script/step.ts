import type { AgencyService, CommandBody, CommandName } from '@guitu/client';

/** An id that an earlier step made, known only once that step was answered. */
export interface IdOf {
  readonly $step: string;
  /** A member of the answer's `ids`; `event` is the id of the first event. */
  readonly $id: string;
}
/** The case that a story's first step opened. */
export interface CaseOf {
  readonly $case: string;
}
/** A body in which any text may stand for an id that is still to come. */
export type Deferred<T> = T extends string ? T | IdOf | CaseOf : T extends readonly (infer U)[] ? readonly Deferred<U>[] : T extends object ? { readonly [K in keyof T]: Deferred<T[K]> } : T;
export type StepBody<N extends CommandName> = Deferred<CommandBody<N>>;

/** One command of the sample, as one organisation sends it to its own service. */
export interface Step {
  /** `<story>#<n>`; with the seed it makes the idempotency key, so that a play that was interrupted is played again from the start and goes on where it was. */
  readonly id: string;
  readonly story: string;
  readonly opens: boolean;
  readonly organisation: string;
  readonly service: AgencyService;
  readonly command: CommandName;
  readonly body: unknown;
  /** Milliseconds since 1970: when it happened, and when it was recorded. */
  readonly occurredAt: number;
  readonly recordedAt: number;
  /** Steps of other stories that must be answered first; those of its own story always are. */
  readonly after: readonly string[];
}

/** What answered steps left behind. */
export interface Known {
  idOf(reference: IdOf): string;
  caseOf(reference: CaseOf): string;
}

/** The body as it is sent. */
export function resolve(body: unknown, known: Known): unknown {
  if (typeof body !== 'object' || body === null) return body;
  if (Array.isArray(body)) return body.map((member: unknown) => resolve(member, known));
  if ('$step' in body) return known.idOf(body as IdOf);
  if ('$case' in body) return known.caseOf(body as CaseOf);
  return Object.fromEntries(Object.entries(body).map(([name, member]) => [name, resolve(member, known)]));
}
