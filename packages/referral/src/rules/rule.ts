import type { EventName, Recorded } from '@guitu/contracts';
import type { ContradictingFact, Refusal, RefusalCode } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { Register } from '../register.js';
import type { CaseState } from '../state.js';

/** What rules may know besides the case: the register, and the other cases that the event names. No clock, no random, nothing personal. */
export interface RuleContext {
  readonly register: Register;
  /** Absent where the other cases are not at hand (a projection, an audit): there the word of the command path stands. */
  readonly others?: ReadonlyMap<string, CaseState>;
  /** True for events that `case-closed` brings along in its own append. */
  readonly closing?: boolean;
}

/**
 * What one event type means. `check` says why it would be illegal in this state, by the same words for a command, for a replay without a voided event,
 * for a projection and for an auditor. `apply` changes the state; it is called only for events that passed.
 */
export interface EventRule<N extends EventName> {
  readonly check?: (state: CaseState, event: Recorded<N>, context: RuleContext) => Refusal | undefined;
  readonly apply?: (state: CaseState, event: Recorded<N>) => void;
  /** True where the event may still arrive after the case is closed. */
  readonly afterClose?: boolean;
}
export type Rules<N extends EventName> = { readonly [K in N]: EventRule<K> };

/** Asked for a command, not of an event that stands in a log: what was allowed when it was recorded stays so. */
export const isCommand = ({ others }: RuleContext): boolean => others !== undefined;

/** Filed with, or applied for at, civil affairs above the organisation that does so (protocol section 4: of the right level; T04: superior). */
export const isAbove = (context: RuleContext, office: string, { actor }: Recorded): boolean =>
  isCommand(context) ? context.register.supervises(office, actor.organisation) : context.register.roleOf(office) === 'civil-affairs';

/** Refuses an `occurredat` before the start of an interval that the event ends. */
export function notBefore(event: Recorded, ...intervals: readonly ({ readonly since: string; readonly eventId: string } | undefined)[]): Refusal | undefined {
  const facts: ContradictingFact[] = [];
  for (const interval of intervals) {
    if (interval !== undefined && event.occurredAt < interval.since) facts.push({ eventId: interval.eventId, name: '', occurredAt: interval.since });
  }
  return facts.length > 0 ? refuse('occurred-before', facts) : undefined;
}

/** Refuses a command that says that something happened before what it rests on; what stands in a log was not asked (`isCommand`). */
export const notBeforeGrounds = (context: RuleContext, { occurredAt }: Recorded, ...grounds: readonly (string | undefined)[]): Refusal | undefined =>
  isCommand(context) && grounds.some((at) => at !== undefined && occurredAt < at) ? refuse('occurred-before') : undefined;

export function firstOf(...refusals: readonly (Refusal | undefined | false)[]): Refusal | undefined {
  for (const refusal of refusals) if (refusal !== undefined && refusal !== false) return refusal;
  return undefined;
}
export const unless = (condition: boolean, code: RefusalCode): Refusal | undefined => (condition ? undefined : refuse(code));
