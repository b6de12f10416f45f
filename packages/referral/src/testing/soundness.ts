import { participantsOf, standing } from '../participation.js';
import type { Register } from '../register.js';
import { isOpen, isSpecial, lastResponsible, openHandover } from '../rules/index.js';
import type { CaseState } from '../state.js';

interface Interval {
  readonly from: string;
  readonly to?: string;
}

function chainFlaws(what: string, intervals: readonly Interval[], open: boolean): string[] {
  const flaws: string[] = [];
  for (const [index, { from, to }] of intervals.entries()) {
    const next = intervals[index + 1];
    if (to !== undefined && to < from) flaws.push(`${what} ends before it begins`);
    if (next === undefined) {
      if ((to === undefined) !== open) flaws.push(open ? `${what} has ended in an open case` : `${what} goes on in a closed case`);
    } else if (to !== next.from) flaws.push(`${what} has a gap or an overlap at ${next.from}`);
  }
  return flaws;
}

function custodyFlaws(state: CaseState): string[] {
  const flaws: string[] = [];
  const { custody, responsible } = state;
  const open = state.closed === undefined;
  flaws.push(...chainFlaws('custody', state.custodyHistory, open), ...chainFlaws('responsibility', state.responsibilityHistory, open));
  if (open && custody === undefined) flaws.push('an open case has no custodian');
  if (open && responsible === undefined) flaws.push('an open case has no responsible organisation');
  if (!open && (custody !== undefined || responsible !== undefined)) flaws.push('a closed case has a custodian or a responsible organisation');
  if (custody !== undefined && state.custodyHistory.at(-1)?.eventId !== custody.eventId) flaws.push('custody and its history disagree');
  if (responsible !== undefined && state.responsibilityHistory.at(-1)?.eventId !== responsible.eventId) flaws.push('responsibility and its history disagree');
  if (custody?.custodian.kind === 'self' && isSpecial(state)) flaws.push('a person who may not leave alone is alone');
  if (custody?.inTransit !== undefined && custody.custodian.kind !== 'organisation') flaws.push('nobody holds a person in transit');
  return flaws;
}

function responsibilityFlaws(state: CaseState, register: Register): string[] {
  return state.responsibilityHistory.flatMap(({ organisation, as }, index) => {
    const role = register.roleOf(organisation);
    if (role === 'elder-care' || role === 'audit' || role === 'data-protection') return [`${String(role)} is responsible`];
    if (as === 'rescue' && role !== 'station' && role !== 'civil-affairs') return [`${String(role)} is responsible for the rescue`];
    if (index > 0 && role !== 'station' && role !== 'civil-affairs') return [`${String(role)} became responsible after somebody else`];
    return [];
  });
}

function openFlaws(state: CaseState): string[] {
  const flaws: string[] = [];
  const pending = openHandover(state);
  const open = Object.values(state.handovers).filter(({ status }) => status === 'offered' || status === 'disputed');
  if (open.length > 1) flaws.push('two handovers are open');
  if (open[0]?.id !== pending?.id) flaws.push('the open handover is not the one that stands open');
  const { custody } = state;
  if (pending !== undefined && custody !== undefined && JSON.stringify(pending.giver) !== JSON.stringify(custody.custodian)) flaws.push('a handover is offered by somebody who does not hold the person');
  if (state.closed !== undefined) {
    if (open.length > 0) flaws.push('a handover is open in a closed case');
    if (Object.values(state.referrals).some(isOpen)) flaws.push('a referral is open in a closed case');
  }
  if (state.duplicateOf !== undefined && state.duplicatesAccepted.length > 0) flaws.push('a case is both a duplicate and a survivor');
  return flaws;
}

/** Who is listed as somebody who may look at the case is exactly who may. */
function listedFlaws(state: CaseState, register: Register): string[] {
  const listed = participantsOf(state);
  const responsible = lastResponsible(state);
  return register.all.flatMap(({ id }) => {
    const found = listed.has(id) || (responsible !== undefined && register.supervises(id, responsible));
    const may = standing(state, id, register, '2013-06-01T00:00:00.000Z') !== 'none';
    return found === may ? [] : [`${id} is ${found ? 'listed and may not look' : 'not listed and may look'}`];
  });
}

/** What may never be seen in any case at any time (protocol section 1, domain 8A 1 to 3). Empty for a sound case. */
export function flawsOf(state: CaseState, register: Register): readonly string[] {
  if (state.opened === undefined) return [];
  return [...custodyFlaws(state), ...responsibilityFlaws(state, register), ...openFlaws(state), ...listedFlaws(state, register)];
}
