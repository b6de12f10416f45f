import { commands } from '@guitu/contracts';
import type { CaseState } from '@guitu/referral';
import { heldBy } from '@guitu/referral';
import { bodyOf, caseEvents, everybody, freeAdult, roleOf, stepFor, whoIs } from '@guitu/referral/testing';
import type { Choice, Step, Who, Whom } from '@guitu/referral/testing';
import type { Chance } from '../../support/seed.js';
import type { LogWatcher } from '../checks/log-watcher.js';
import type { Body, Operation } from '../checks/journal.js';
import type { Faults } from '../faults.js';

const SLOTS = [0, 0, 0, 0, 1, 1, 2] as const;

function choice(chance: Chance): Choice {
  return {
    slot: chance.pick(SLOTS), group: chance.below(1_000), item: chance.below(1_000), stride: chance.pick([1, 3, 7]),
    noise: chance.below(8) === 0, who: chance.pick(everybody), name: chance.pick(caseEvents),
  };
}

const senders = everybody.filter((who) => roleOf(who) !== 'audit' && roleOf(who) !== 'data-protection');

/** Facts beside the case: notes, daily care, claims of identity, and links between two persons. */
function besides(state: CaseState, other: CaseState, watcher: LogWatcher, item: number): readonly { readonly who: Who; readonly name: string; readonly body: Body }[] {
  const responsible = whoIs(state.responsible?.organisation ?? state.opened?.organisation ?? '') as Who;
  const holder = whoIs(heldBy(state) ?? '') as Who;
  const links = [...watcher.streams.values()].flat().flatMap((event) => (event.name === 'linked' ? [event.data] : []));
  const link = links[item % Math.max(1, links.length)];
  return [
    { who: responsible, name: 'note-added', body: { note: '当面谈话，情绪稳定' } },
    { who: responsible, name: 'follow-up-visited', body: { leftAgain: false } },
    { who: responsible, name: 'identity-claimed', body: { confidence: 'claimed', person: { ...freeAdult.person, name: '自称姓高' } } },
    ...Object.entries(state.placements).flatMap(([placementId, { partner }]) => [{ who: whoIs(partner) as Who, name: 'care-recorded', body: { placementId, day: '2013-03-03', services: '三餐' } }]),
    ...(other.opened === undefined ? [] : [{ who: responsible, name: 'linked', body: { otherCase: other.caseId, method: 'own-statement' } }]),
    ...(other.opened === undefined || link === undefined ? [] : [{ who: responsible, name: 'unlinked', body: { otherCase: other.caseId, linkId: link.linkId } }]),
    { who: holder, name: 'note-added', body: { note: '夜间巡视' } },
  ].filter(({ who }) => senders.includes(who));
}

export interface Minds {
  readonly chance: Chance;
  readonly faults: Faults;
  readonly watcher: LogWatcher;
  readonly now: () => number;
  /** Who the person of a case is, as far as those who opened it know. */
  readonly whomOf: (caseId: string | undefined) => Whom;
}

/** What some agency now thinks fit to report, from what it knows of the case, which may be out of date. Nothing, where the case gives no reason to do anything. */
export function nextOperation({ chance, faults, watcher, now, whomOf }: Minds): Operation | undefined {
  const chosen = choice(chance);
  const ids = [...watcher.cases.keys()];
  const caseId = ids[chosen.slot];
  const other = watcher.sight(ids[(chosen.slot + 1 + (chosen.item % 2)) % 3]);
  const state = watcher.sight(caseId, faults.strikes('stale-sight') ? 1 + chance.below(2) : 0);
  const whom = whomOf(caseId);
  const beside = caseId !== undefined && chance.percent(12) ? besides(state, other, watcher, chosen.item) : [];
  const found: { readonly who: Who; readonly name: string; readonly body: Body } | undefined =
    beside.length > 0 ? chance.pick(beside) : said(stepFor({ state, events: watcher.stream(`case-${caseId ?? ''}`), whom, now: new Date(now()).toISOString(), other }, chosen), whom);
  if (found === undefined || !senders.includes(found.who) || !commands.has(found.name)) return undefined;
  return { ...found, caseId, key: chance.uuid(), supervisor: chance.percent(80), ifMatch: caseId !== undefined && chance.percent(12) ? state.revision : undefined };
}

const said = (step: Step | undefined, whom: Whom): { readonly who: Who; readonly name: string; readonly body: Body } | undefined =>
  step && { who: step.who, name: step.name, body: bodyOf(step.name, step.body, whom) };

/** Somebody who asks: mostly those who take part, now and then anybody. */
export const asker = (chance: Chance, state: CaseState): Who => {
  const known = [state.responsible?.organisation, heldBy(state), state.opened?.organisation].flatMap((id) => (id === undefined ? [] : [whoIs(id) as Who])).filter((who) => senders.includes(who));
  return known.length > 0 && chance.percent(50) ? chance.pick(known) : chance.pick(senders);
};

