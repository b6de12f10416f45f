import type { AnyEvent, Recorded } from '@guitu/contracts';
import { definitionOf } from '@guitu/contracts';
import { applyEvent, foldCase, illegal, voidedEvents } from './fold.js';
import type { ContradictingFact, Refusal } from './refusal.js';
import { refuse } from './refusal.js';
import { authorise } from './relations.js';
import type { RuleContext } from './rules/rule.js';
import { isCommand } from './rules/rule.js';
import type { CaseState } from './state.js';
import { emptyCase } from './state.js';
import { approvalsOf, isUnder14 } from './viewer.js';

const amendments: ReadonlySet<string> = new Set(['voided', 'void-proposed', 'corrected']);
/** What was looked at stays looked at; whoever broke the glass cannot take it off the list. */
const looks: ReadonlySet<string> = new Set(['access-broken-glass', 'access-reviewed']);
/** They say who may read. Nothing rests on them, and they rest on nothing that would be undone with it. */
const accesses: ReadonlySet<string> = new Set([...looks, 'worker-assigned', 'access-approved']);
/** Nothing is taken back while processing is restricted; a restriction that is over rests on nothing any more, and nothing on it. */
const restrictions: ReadonlySet<string> = new Set(['restricted', 'restriction-lifted']);
const fact = ({ id, name, occurredAt }: AnyEvent): ContradictingFact => ({ eventId: id, name, occurredAt });

/** Later events that would not be legal without `target`: voiding is allowed only if there are none (protocol section 4). */
function broken(events: readonly AnyEvent[], target: string, register: RuleContext['register']): readonly ContradictingFact[] {
  const gone = new Set([...voidedEvents(events), target]);
  const closings = new Set(events.filter((event) => event.name === 'case-closed').map((event) => event.causationId));
  const state = emptyCase(events[0]?.subject ?? '');
  const facts: ContradictingFact[] = [];
  const history: AnyEvent[] = [];
  for (const event of events) {
    // Amendments speak about the history, which stays: none of them rests on what they name still counting.
    if (!gone.has(event.id) && !amendments.has(event.name) && !accesses.has(event.name) && !restrictions.has(event.name)) {
      const refusal = illegal(state, event, { register, closing: closings.has(event.causationId) }, history);
      if (refusal === undefined) applyEvent(state, event);
      else facts.push(fact(event));
    }
    history.push(event);
  }
  return facts;
}

/** A void opens nothing that its sender could not have opened in so many words: the record of a child takes an approval, and protection is lifted by the responsible station. */
function opens(events: readonly AnyEvent[], state: CaseState, event: Recorded<'voided'>, { register }: RuleContext): boolean {
  const without = foldCase(events, new Set([...voidedEvents(events), event.data.target]));
  const child = isUnder14(state) && !isUnder14(without) && approvalsOf(state, event.actor, event.time).length === 0;
  const lifted = state.protectedSince !== undefined && without.protectedSince === undefined;
  return child || (lifted && authorise(state, { ...event, name: 'protection-lifted', data: { personAgrees: true } }, register, events) !== undefined);
}

/** Why this `void-proposed` or `voided` may not be. */
export function voidRefusal(events: readonly AnyEvent[], state: CaseState, event: Recorded<'voided'> | Recorded<'void-proposed'>, context: RuleContext): Refusal | undefined {
  const target = events.find(({ id }) => id === event.data.target);
  if (target === undefined) return refuse('no-such-thing');
  const gone = voidedEvents(events);
  if (gone.has(target.id)) return refuse('already-done');
  // The opening cannot be taken back: a case that should not have been is closed, so that its number still tells what became of it.
  if (target.revision === 0 || amendments.has(target.name) || looks.has(target.name)) return refuse('not-voidable');
  const twoSided = target.name === 'handed-over' && target.data.attestation === 'two-sided';
  if (event.name === 'void-proposed') return twoSided ? undefined : refuse('not-voidable');
  if (twoSided) {
    const proposal = state.voidProposals[target.id];
    if (proposal === undefined || proposal.by === event.actor.organisation) return refuse('void-needs-proposal');
  } else {
    if (target.actor.organisation !== event.actor.organisation) return refuse('not-yours');
    // What arrives after a closing (a late answer, a DNA match) does not rest on it: such a fact may be the very reason to reopen.
    const later = target.name === 'case-closed' ? [] : events.filter((other) => other.revision > target.revision && definitionOf(other.name).stateBearing && !amendments.has(other.name) && !gone.has(other.id));
    if (definitionOf(target.name).stateBearing && later.length > 0) return refuse('void-later-first', later.map(fact));
  }
  if (target.name === 'duplicate-accepted' && context.others?.get(target.data.of)?.duplicateOf === state.caseId) return refuse('duplicate-declared');
  const facts = broken(events, target.id, context.register);
  if (facts.length > 0) return refuse('void-later-first', facts);
  return isCommand(context) && opens(events, state, event, context) ? refuse('void-would-open') : undefined;
}
