import type { AnyEvent, Recorded } from '@guitu/contracts';
import { careStream, definitionOf, notesStream, personStream } from '@guitu/contracts';
import type { Command, Decision, DecisionContext } from './command.js';
import { draftEvent } from './command.js';
import { foldPerson } from './person.js';
import type { Refusal } from './refusal.js';
import { refuse } from './refusal.js';
import { authorise, relationsOf } from './relations.js';
import { isRestricted } from './restriction.js';
import { heldBy } from './rules/index.js';
import type { CaseState } from './state.js';

const otherOf = (command: Command, others: ReadonlyMap<string, CaseState>): CaseState | undefined => others.get(String(command.extra?.['otherCase']));

/** Stream that a command about this case writes to. Facts that no decision reads have streams of their own; links stand once, on the lesser person. */
export function targetStream(state: CaseState, command: Command, others: ReadonlyMap<string, CaseState>): string | undefined {
  switch (definitionOf(command.name).category) {
    case 'case':
      return `case-${state.caseId}`;
    case 'notes':
      return notesStream(state.caseId);
    case 'care':
      return careStream(String(command.data['placementId']));
    case 'person': {
      if (command.name === 'identity-claimed') return personStream(state.personId);
      const other = otherOf(command, others);
      return other === undefined ? undefined : personStream(other.personId < state.personId ? other.personId : state.personId);
    }
    case 'hub':
      return undefined;
  }
}

/** Facts beside the case stream: the case gives the authority, the target stream the place. */
export function decideOutside(state: CaseState, command: Command, context: DecisionContext): Decision {
  const target = context.target ?? [];
  const fact = dataOf(state, command, context);
  if ('refusal' in fact) return { ok: false, refusal: fact.refusal };
  const event = draftEvent({ name: command.name, data: fact.data }, 0, target.length, fact.subject, context) as AnyEvent;
  const refusal = outsideRefusal(state, event, context, target);
  return refusal === undefined ? { ok: true, events: [event], primary: 0 } : { ok: false, refusal };
}

type Fact = { readonly data: Record<string, unknown>; readonly subject: string } | { readonly refusal: Refusal };

function dataOf(state: CaseState, command: Command, context: DecisionContext): Fact {
  if (state.opened === undefined) return { refusal: refuse('no-such-case') };
  if (command.name === 'identity-claimed') return { data: { ...command.data, caseId: state.caseId }, subject: state.personId };
  if (command.name !== 'linked' && command.name !== 'unlinked') return { data: { ...command.data }, subject: state.caseId };
  const other = otherOf(command, context.others);
  if (other?.opened === undefined) return { refusal: refuse('no-such-thing') };
  if (other.personId === state.personId) return { refusal: refuse('link-order') };
  const [a, b] = other.personId < state.personId ? [other, state] : [state, other];
  return { data: { ...command.data, a: a.personId, b: b.personId, caseA: a.caseId, caseB: b.caseId }, subject: a.personId };
}

function outsideRefusal(state: CaseState, event: AnyEvent, context: DecisionContext, target: readonly AnyEvent[]): Refusal | undefined {
  const { register, actor, others } = context;
  // A link goes on with either of the two persons.
  if ([state, ...others.values()].some((known) => isRestricted(known, event.time))) return refuse('restricted');
  if (event.name === 'linked' || event.name === 'unlinked') {
    const cases = [state, ...others.values()];
    const responsible = actor.role === 'station' && cases.some((known) => relationsOf(known, actor.organisation, register).has('responsible'));
    return responsible ? linkRefusal(event, target) : refuse('not-yours');
  }
  if (event.name === 'care-recorded') {
    if (state.placements[event.data.placementId]?.partner !== actor.organisation) return refuse('no-such-thing');
    return heldBy(state) === actor.organisation ? authorise(state, event, register, []) : refuse('person-elsewhere');
  }
  return authorise(state, event, register, []);
}

function linkRefusal(event: Recorded<'linked'> | Recorded<'unlinked'>, target: readonly AnyEvent[]): Refusal | undefined {
  const links = foldPerson(target).links;
  if (event.name === 'linked') return links.some((link) => link.a === event.data.a && link.b === event.data.b) ? refuse('already-done') : undefined;
  const { linkId, a, b } = event.data;
  // Between the two whom it names: the station of a third person has no say in it.
  return links.some((link) => link.linkId === linkId && link.a === a && link.b === b) ? undefined : refuse('no-such-thing');
}
