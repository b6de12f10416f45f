import type { ExitMode, Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState, Handover } from '../state.js';
import { escortedToKin, outsideRescue, partedBy, purposeOf } from './journey.js';
import { isSpecial } from './assessment.js';
import { custodySince } from './intervals.js';
import type { RuleContext } from './rule.js';
import { firstOf, notBefore, notBeforeGrounds, unless } from './rule.js';
import { custodianKind, heldBy } from './standing.js';

/** Once others have become responsible, how that came about is how the person left, whatever has happened since. */
function modeOfParting(state: CaseState, parted: Handover): ExitMode {
  const purpose = purposeOf(state, parted);
  if (purpose === 'jurisdiction') return '5.10';
  return purpose === 'return' && parted.underEscort === undefined ? '5.7' : '5.6';
}

/** Custody goes to the person with the exit itself: a ticket, an own way, a termination. Never for a person who may not leave alone. */
function leaves(state: CaseState): Refusal | undefined {
  const custodian = state.custody?.custodian;
  return firstOf(
    isSpecial(state) && refuse('may-not-self-leave'),
    unless(custodian?.kind === 'organisation' || custodian?.kind === 'self', 'person-elsewhere'),
    // Out of a hospital nobody goes without the discharge certificate, or it is left without formalities (domain 8A, 6).
    custodian?.kind === 'organisation' && custodian.role === 'hospital' && unless(state.hospitalStay?.dischargedAt !== undefined, 'discharge-needed'),
  );
}

/** What each exit mode rests on; without it the exit did not happen. Source: domain section 6.7, protocol sections 1 and 5. */
function ground(state: CaseState, code: ExitMode): Refusal | undefined {
  const missing = (condition: boolean): Refusal | undefined => unless(condition, 'exit-ground-missing');
  const kind = custodianKind(state);
  switch (code) {
    case '5.1':
      return firstOf(missing(state.settled !== undefined && kind !== 'unlocated'), unless(heldBy(state) === undefined || heldBy(state) === state.settled?.residence, 'still-held'));
    case '5.2':
      return firstOf(missing(state.ticketAt !== undefined), leaves(state));
    case '5.3':
      return kind === 'kin' || kind === 'unit' ? missing(!escortedToKin(state)) : firstOf(missing(state.selfLeaveAt !== undefined), leaves(state));
    case '5.4':
      return firstOf(missing(state.terminatedAt !== undefined), leaves(state));
    case '5.5':
      return firstOf(missing(state.leftAt !== undefined && (kind === 'unlocated' || kind === 'self')), unless(!isSpecial(state) || state.missingReportedAt !== undefined, 'police-report-needed'));
    case '5.6':
      return missing(escortedToKin(state));
    case '5.7':
      // By the side of the origin only; kin who collect are counted with 5.3 (domain section 6.7).
      return missing(false);
    case '5.8':
      return missing(state.diedAt !== undefined);
    case '5.10':
      return missing(outsideRescue(state));
  }
}

/** When that was which a mode rests on beside where the person is. */
const groundAt = ({ ticketAt, selfLeaveAt, terminatedAt, settled }: CaseState, code: ExitMode): string | undefined =>
  ({ '5.1': settled?.at, '5.2': ticketAt, '5.3': selfLeaveAt, '5.4': terminatedAt })[code as string];

export function exitCheck(state: CaseState, event: Recorded<'exit-completed'>, context: RuleContext): Refusal | undefined {
  const { code } = event.data;
  const { admitted } = state;
  if (admitted === undefined) return refuse('not-admitted');
  if (state.exit !== undefined) return refuse('exit-done');
  const parted = partedBy(state);
  return firstOf(
    parted === undefined ? firstOf(unless(state.diedAt === undefined || code === '5.8', 'deceased'), ground(state, code)) : unless(code === modeOfParting(state, parted), 'exit-ground-missing'),
    parted === undefined && firstOf(notBefore(event, custodySince(state)), custodianKind(state) !== 'kin' && custodianKind(state) !== 'unit' && notBeforeGrounds(context, event, groundAt(state, code))),
    notBefore(event, { since: admitted.at, eventId: admitted.eventId }, parted),
  );
}

/** Who collected, kept with the exit so that either reading of 接领 can be reported (domain section 6.7). */
export function collectorOf(state: CaseState, code: ExitMode): 'kin' | 'unit' | 'origin' | undefined {
  if (code === '5.7') return 'origin';
  const kind = custodianKind(state);
  return code === '5.3' && (kind === 'kin' || kind === 'unit') ? kind : undefined;
}
