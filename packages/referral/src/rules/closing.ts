import type { Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState } from '../state.js';
import type { RuleContext } from './rule.js';
import { broughtHome, outsideRescue } from './journey.js';
import { isSpecial } from './assessment.js';
import { firstOf, isCommand, unless } from './rule.js';
import { custodianKind, heldBy } from './standing.js';

const toldKin = (state: CaseState): boolean => Object.values(state.kin).some(({ at }) => state.diedAt !== undefined && at >= state.diedAt);
/** Kin told and belongings settled: what a death asks for before the file is shut (protocol section 1, "dead"). */
const formalities = (state: CaseState): boolean => toldKin(state) && Object.values(state.belongings).every((list) => list.settled);

/** A special person whose whereabouts are unknown: police told, and a supervisor closes (protocol section 4). */
const missing = (state: CaseState, event: Recorded<'case-closed'>): Refusal | undefined =>
  custodianKind(state) === 'unlocated' && isSpecial(state) ? firstOf(unless(state.missingReportedAt !== undefined, 'police-report-needed'), unless(event.data.supervised !== undefined, 'supervisor-needed')) : undefined;

/** An admitted case closes after its exit, and not over a person whom an agency still holds. */
function exited(state: CaseState, event: Recorded<'case-closed'>): Refusal | undefined {
  if (state.exit === undefined) return refuse('exit-needed');
  if (state.diedAt !== undefined) return unless(formalities(state), 'death-formalities');
  return firstOf(letGo(state), missing(state, event));
}

/** No agency still holds the person, but for the side of the origin once the return is confirmed, the residence of a settled person, and the police by jurisdiction. */
export function isLetGo(state: CaseState): boolean {
  const held = heldBy(state);
  return held === undefined || held === state.settled?.residence || outsideRescue(state) || (held === state.responsible?.organisation && state.returnedAt !== undefined);
}
const letGo = (state: CaseState): Refusal | undefined => unless(isLetGo(state), heldBy(state) === state.responsible?.organisation && broughtHome(state) ? 'returned-needed' : 'still-held');

/** What somebody said before a station decided on them is not how they went: they came to it after all. */
const stands = ({ eligibility }: CaseState, said: string | undefined): boolean => said !== undefined && (eligibility === undefined || said >= eligibility.at);
export const saidNo = (state: CaseState): boolean => stands(state, state.declined?.at);
export const saidGoodbye = (state: CaseState): boolean => stands(state, state.selfLeaveAt);

/** What each closing rests on. The command closes what is open before this event, in the same append. */
export function closeCheck(state: CaseState, event: Recorded<'case-closed'>, context: RuleContext): Refusal | undefined {
  const { code, survivor, continuedIn } = event.data;
  const kind = custodianKind(state);
  const command = isCommand(context);
  const grounded = (condition: boolean): Refusal | undefined => unless(condition, 'close-ground-missing');
  if (state.admitted !== undefined && code !== 'exited' && code !== 'duplicate' && code !== 'continued-in') return refuse(state.exit === undefined ? 'exit-needed' : 'close-ground-missing');
  switch (code) {
    case 'exited':
      return firstOf(grounded(state.admitted !== undefined), exited(state, event));
    case 'declined':
      return grounded(kind === 'self' && (command ? saidNo(state) : state.declined !== undefined));
    case 'refused':
      // Who died since is closed as one who died, with what that asks for.
      return firstOf(grounded(state.refused !== undefined && !(command && state.diedAt !== undefined)), letGo(state), missing(state, event));
    case 'not-arrived':
      return grounded(kind === 'not-met' || kind === 'self');
    case 'kin-took-over':
      return grounded(kind === 'kin' || kind === 'unit');
    case 'handed-outside':
      return grounded(outsideRescue(state));
    case 'left':
      return firstOf(grounded(kind === 'unlocated' || (kind === 'self' && (command ? saidGoodbye(state) : state.selfLeaveAt !== undefined))), missing(state, event));
    case 'died':
      return firstOf(grounded(state.diedAt !== undefined), unless(formalities(state), 'death-formalities'));
    case 'duplicate':
      return firstOf(grounded(state.duplicateOf !== undefined && survivor === state.duplicateOf), unless(state.admitted === undefined, 'exit-needed'));
    case 'continued-in': {
      const later = continuedIn === undefined ? undefined : context.others?.get(continuedIn);
      return firstOf(grounded(kind === 'unlocated' && continuedIn !== undefined), command && unless(continuedIn !== state.caseId, 'same-case'), unless(context.others === undefined || later?.opened !== undefined, 'no-such-thing'), state.admitted !== undefined && unless(state.exit !== undefined, 'exit-needed'));
    }
  }
}
