import type { AnyEvent, Recorded } from '@guitu/contracts';
import { definitionOf } from '@guitu/contracts';
import type { Refusal } from './refusal.js';
import { refuse } from './refusal.js';
import { authorise } from './relations.js';
import { seenEarlier } from './rules/assessment.js';
import type { EventRule, RuleContext } from './rules/rule.js';
import { isCommand, notBefore } from './rules/rule.js';
import type { CaseEventName } from './rules/index.js';
import { isRestricted } from './restriction.js';
import { caseRules, isCaseEvent } from './rules/index.js';
import type { CaseState } from './state.js';
import { copyCase, emptyCase } from './state.js';

// The table pairs each name with the rule of that name; TypeScript cannot follow the pairing through a variable.
const ruleOf = (event: Recorded): EventRule<CaseEventName> | undefined => (isCaseEvent(event.name) ? (caseRules[event.name] as unknown as EventRule<CaseEventName>) : undefined);

/** Changes `state` by one event. For a state that the caller owns; `evolve` is the pure form. */
export function applyEvent(state: CaseState, event: Recorded): void {
  if (state.revision < 0) state.caseId = event.subject;
  ruleOf(event)?.apply?.(state, event as Recorded<CaseEventName>);
  state.revision = event.revision;
}

export function evolve(state: CaseState, event: Recorded): CaseState {
  const next = copyCase(state);
  applyEvent(next, event);
  return next;
}

/** Events of the stream that a later `voided` took back. They stay in the log; folding goes on as if they had not happened. */
export function voidedEvents(events: readonly AnyEvent[]): ReadonlySet<string> {
  const targets = new Set<string>();
  for (const event of events) if (event.name === 'voided') targets.add(event.data.target);
  return targets;
}

function applyAll(state: CaseState, events: readonly AnyEvent[], without: ReadonlySet<string>): CaseState {
  for (const event of events) {
    if (without.has(event.id)) state.revision = event.revision;
    else applyEvent(state, event);
  }
  return state;
}

/** The case after these events, in log order. A prefix of the stream gives the case as it was known then. */
export function foldCase(events: readonly AnyEvent[], without: ReadonlySet<string> = voidedEvents(events)): CaseState {
  return applyAll(emptyCase(events[0]?.subject ?? ''), events, without);
}

/** The same as `foldCase(events)`, for somebody who has the fold of the events before `tail`; that state is not changed. What takes something back is folded from the start. */
export function foldOn(before: CaseState, events: readonly AnyEvent[], tail: readonly AnyEvent[]): CaseState {
  return tail.some(({ name }) => name === 'voided') ? foldCase(events) : applyAll(copyCase(before), tail, voidedEvents(events));
}

/** A time that contradicts what is recorded, whatever the event: before the case began, or a sign from before the one that it would reverse (protocol section 4). */
function outOfOrder(state: CaseState, event: Recorded, context: RuleContext): Refusal | undefined {
  const { opened } = state;
  const begun = isCommand(context) && definitionOf(event.name).stateBearing && opened !== undefined ? notBefore(event, { since: opened.at, eventId: opened.eventId }) : undefined;
  return begun ?? seenEarlier(state, event, context);
}

/** Every reason, of role, relation and state, why this event may not follow. `history` is the stream before it. */
export function illegal(state: CaseState, event: Recorded, context: RuleContext, history: readonly AnyEvent[]): Refusal | undefined {
  const rule = ruleOf(event);
  if (rule === undefined) return refuse('no-such-thing');
  if (state.opened === undefined && event.name !== 'found' && event.name !== 'help-requested') return refuse('no-such-case');
  if (state.opened !== undefined && event.name === 'help-requested') return refuse('case-exists');
  if (state.closed !== undefined && rule.afterClose !== true) return refuse('case-closed');
  if (isRestricted(state, event.time) && event.actor.role !== 'data-protection') return refuse('restricted');
  return authorise(state, event, context.register, history) ?? rule.check?.(state, event as Recorded<CaseEventName>, context) ?? outOfOrder(state, event, context);
}
