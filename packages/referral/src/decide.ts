import type { AnyEvent } from '@guitu/contracts';
import { catalogue } from '@guitu/contracts';
import type { Command, Decision, DecisionContext } from './command.js';
import { draftEvent } from './command.js';
import { correctionRefusal } from './correct.js';
import { evolve, foldCase, illegal } from './fold.js';
import { decideOutside } from './outside.js';
import { plan } from './plan.js';
import type { Refusal } from './refusal.js';
import { refuse } from './refusal.js';
import type { RuleContext } from './rules/rule.js';
import type { CaseState } from './state.js';
import { voidRefusal } from './void.js';

/** Names the recorded facts of a refusal, so that the caller can be told what stands in the way. */
const explained = (refusal: Refusal, events: readonly AnyEvent[]): Decision => ({
  ok: false,
  refusal: refusal.facts === undefined ? refusal : { ...refusal, facts: refusal.facts.map((fact) => ({ ...fact, name: events.find(({ id }) => id === fact.eventId)?.name ?? fact.name })) },
});

/** decide(events, command, context) -> events or a refusal. Pure. `folded` is `foldCase(events)`, for a caller who has it. */
export function decide(events: readonly AnyEvent[], command: Command, context: DecisionContext, folded: CaseState = foldCase(events)): Decision {
  if (catalogue[command.name].category !== 'case') return decideOutside(folded, command, context);
  if (command.name === 'case-closed' && command.data['supervised'] !== undefined && !context.scopes.has('supervisor')) return explained(refuse('supervisor-needed'), events);

  const { drafts, primary } = plan(folded, command, context);
  const closing = command.name === 'case-closed';
  const recorded: AnyEvent[] = [];
  let state = folded;
  for (const [index, draft] of drafts.entries()) {
    const last = recorded.at(-1);
    if (last !== undefined) state = evolve(state, last);
    const history = last === undefined ? events : [...events, ...recorded];
    const event = draftEvent(draft, index, state.revision + 1, context.caseId, context) as AnyEvent;
    const refusal = illegal(state, event, { register: context.register, others: context.others, closing }, history) ?? amendmentRefusal(history, state, event, context);
    if (refusal !== undefined) return explained(refusal, events);
    recorded.push(event);
  }
  return { ok: true, events: recorded, primary };
}

/** What `illegal` cannot say of a void or a correction: it takes the events before it. */
export function amendmentRefusal(history: readonly AnyEvent[], state: CaseState, event: AnyEvent, context: RuleContext): Refusal | undefined {
  if (event.name === 'voided' || event.name === 'void-proposed') return voidRefusal(history, state, event, context);
  return event.name === 'corrected' ? correctionRefusal(history, event) : undefined;
}

/** Ids of other cases that deciding this command needs folded. */
export function relatedCases(command: Command, events: readonly AnyEvent[]): readonly string[] {
  const { data, extra } = command;
  const named = [data['of'], data['survivor'], data['continuedIn'], extra?.['otherCase']];
  const target = command.name === 'voided' ? events.find(({ id }) => id === data['target']) : undefined;
  if (target?.name === 'duplicate-accepted') named.push(target.data.of);
  return named.filter((id): id is string => typeof id === 'string');
}
