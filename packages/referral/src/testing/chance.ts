import type { AnyEvent, EventName } from '@guitu/contracts';
import { definitionOf, derive, eventNames, exitMode, split } from '@guitu/contracts';
import { draftEvent } from '../command.js';
import { illegal } from '../fold.js';
import { isCaseEvent } from '../rules/index.js';
import type { CaseState } from '../state.js';
import { bodyOf } from './bodies.js';
import type { Whom } from './bodies.js';
import { nextSteps } from './guide.js';
import type { Step } from './guide.js';
import { divisionOf, everybody, idOf, roleOf, sampleRegister, whoIs } from './organisations.js';
import type { Who } from './organisations.js';
import { clerk } from './scenario.js';

export const caseEvents = eventNames.filter(isCaseEvent);

/** A throw of the dice, from which `stepFor` makes a step that fits a case. Numbers are taken modulo what there is to choose from. */
export interface Choice {
  readonly slot: number;
  /** Which sensible step; noise where it says so. */
  readonly group: number;
  readonly item: number;
  readonly stride: number;
  readonly noise: boolean;
  readonly who: Who;
  readonly name: EventName;
}

const at = <T>(items: readonly T[], index: number): T | undefined => items[index % items.length];

/** Any id that the case knows, so that noise refers to something. */
function anyReference(state: CaseState, item: number): Record<string, unknown> {
  const pick = (known: object): string | undefined => at(Object.keys(known), item);
  return {
    referralId: pick(state.referrals), handoverId: pick(state.handovers), escortId: pick(state.escorts), checkId: pick(state.requests), requestId: pick(state.requests),
    noticeId: pick(state.notices), applicationId: pick(state.applications), escalationId: pick(state.escalations), placementId: pick(state.placements), listId: pick(state.belongings), accessId: pick(state.brokenGlass),
  };
}

/** Nonsense in the right words: any event by anybody, naming whatever the case knows. */
function nonsense(state: CaseState, { who, name, item }: Choice): Step {
  const fields = new Set(Object.keys(definitionOf(name).fields));
  const to = name === 'handed-over' ? { kind: 'organisation', organisation: idOf(who) } : idOf(at(everybody, item) ?? 'S');
  const said = { to, purpose: at(['medical', 'admission', 'placement', 'return'], item), attestation: at(['two-sided', 'receiver-only', 'giver-only'], item), code: at(exitMode.values, item), ...anyReference(state, item) };
  return { who, name, body: Object.fromEntries(Object.entries(said).filter(([key, value]) => fields.has(key) && value !== undefined && (key !== 'code' || name === 'exit-completed'))) };
}

/** One case of several, as whoever acts next sees it. */
export interface Sight {
  readonly state: CaseState;
  readonly events: readonly AnyEvent[];
  readonly whom: Whom;
  readonly now: string;
  /** Another case. */
  readonly other: CaseState;
}

function withOther(state: CaseState, other: CaseState, who: Who): readonly Step[] {
  return [{ who, name: 'duplicate-declared', body: { survivor: other.caseId } }, { who, name: 'duplicate-accepted', body: { of: other.caseId } }, { who, name: 'companions-linked', body: { cases: [other.caseId] } }];
}

/** Steps that look at the history or at another case. */
function amendments({ state, events, other }: Sight, { item }: Choice): readonly Step[] {
  const target = at(events.slice(-6), item);
  if (target === undefined) return [];
  const emitter = whoIs(target.actor.organisation) as Who;
  const parties = ['P', 'S', 'H', 'S2'] as const;
  return [
    { who: emitter, name: 'voided', body: { target: target.id } },
    { who: emitter, name: 'corrected', body: { target: target.id } },
    ...Object.values(state.handovers).filter(({ attestation }) => attestation === 'two-sided').map(({ signedBy, eventId }): Step => ({ who: whoIs(signedBy ?? '') as Who, name: 'void-proposed', body: { target: eventId } })),
    ...Object.keys(state.voidProposals).flatMap((id) => parties.map((who): Step => ({ who, name: 'voided', body: { target: id } }))),
    ...(other.opened === undefined ? [] : parties.flatMap((who) => withOther(state, other, who))),
    ...(state.closed === undefined ? [] : [{ who: 'D', name: 'restricted', body: { ground: 'purpose-ended' } } as const]),
    ...(state.restrictedSince === undefined ? [] : [{ who: 'D', name: 'restriction-lifted', body: { ground: 'dispute-settled' } } as const]),
  ];
}

const defaults = { attestation: 'two-sided', urgency: 'normal', reservations: [] };

/** A cheap look at whether the rules might take it, without what only a real command has (ids, other cases, the schema). */
function plausible({ state, events, whom, now, other }: Sight, { who, name, body }: Step): boolean {
  const definition = definitionOf(name);
  const actor = { organisation: idOf(who), role: roleOf(who), division: divisionOf(who), user: clerk };
  const values = derive(definition, bodyOf(name, body, whom), { eventId: 'new', occurredAt: now, division: actor.division });
  const { record } = split(definition, { ...defaults, ...values });
  const context = { actor, occurredAt: now, now, commandId: 'new', ids: () => 'new', source: '', caseId: state.caseId };
  return illegal(state, draftEvent({ name, data: record }, 0, state.revision + 1, state.caseId, context), { register: sampleRegister, others: new Map([[other.caseId, other]]) }, events) === undefined;
}

/** What to try: one sensible step that looks possible, or a silly one. */
export function stepFor(sight: Sight, chosen: Choice): Step | undefined {
  const { state, other } = sight;
  const declarable = other.duplicatesAccepted.includes(state.caseId) && state.duplicateOf === undefined && state.closed === undefined;
  const declare = declarable ? (['S', 'P', 'P2', 'C'] as const).map((who): Step => ({ who, name: 'duplicate-declared', body: { survivor: other.caseId } })) : [];
  const amend = state.opened === undefined ? [] : amendments(sight, chosen);
  const groups = [...nextSteps(state), amend, declare, declare, declare].filter(({ length }) => length > 0);
  const group = at(groups, chosen.group) ?? [];
  if (chosen.noise && state.opened !== undefined) {
    const sensible = at(group, chosen.item);
    return sensible === undefined || chosen.stride === 1 ? nonsense(state, chosen) : { ...sensible, who: chosen.stride === 3 ? chosen.who : sensible.who };
  }
  for (let tried = 0; tried < group.length; tried += 1) {
    const next = at(group, chosen.item + tried * chosen.stride);
    if (next !== undefined && plausible(sight, next)) return next;
  }
  return undefined;
}
