import type { CaseState, Custodian, Register } from '@guitu/referral';
import type { Situation } from './matrix.js';

const DAY_MS = 86_400_000;
const saidNo: ReadonlySet<string> = new Set(['declined', 'redirected', 'withdrawn']);
const isWith = (organisation: string, custodian: Custodian | undefined): boolean => custodian?.kind === 'organisation' && custodian.organisation === organisation;

/** Everything that an organisation is to a case, read off the fold with the words of protocol section 4, and without a line of the hub's own code for it. */
export interface Standing {
  /** `own referrals`: after a decline, redirection, withdrawal or lapse, and for a partner whose access has ended: the own referral and its record fields. */
  readonly sees: 'the case' | 'own referrals' | 'nothing';
  readonly situations: ReadonlySet<Situation>;
  /** The person is hidden, and the organisation neither holds nor answers for them (of a closed case: answered last) nor opened the case: places and agencies are masked, and nothing is told but its own. */
  readonly hidden: boolean;
}

const lastAnswering = (state: CaseState): string | undefined => state.responsible?.organisation ?? state.responsibilityHistory.at(-1)?.organisation;

/** A partner's access ends n days after its last custody interval was handed over; one that never had the person loses it with the request. Whoever is asked (again) must see whom to take. */
function partnersTimeIsOver(state: CaseState, organisation: string, register: Register, now: string): boolean {
  if (register.roleOf(organisation) !== 'elder-care' || isWith(organisation, state.custody?.custodian)) return false;
  if (Object.values(state.referrals).some(({ receiver, status }) => receiver === organisation && ['requested', 'received', 'accepted'].includes(status))) return false;
  const end = state.custodyHistory.filter(({ custodian }) => isWith(organisation, custodian)).at(-1)?.to;
  if (end === undefined) return true;
  const contract = Object.values(state.placements).findLast(({ partner }) => partner === organisation)?.contract;
  const days = register.contractsOf(organisation).filter(({ id }) => contract === undefined || id === contract).map(({ accessDays }) => accessDays);
  return Date.parse(now) > Date.parse(end) + Math.max(0, ...days) * DAY_MS;
}

export function standingOf(state: CaseState, organisation: string, register: Register, now: string): Standing {
  if (state.opened === undefined) return { sees: 'nothing', situations: new Set(), hidden: false };
  const opened = state.opened.organisation === organisation;
  const holds = isWith(organisation, state.custody?.custodian);
  const answers = state.responsible?.organisation === organisation;
  const answered = answers || (state.closed !== undefined && lastAnswering(state) === organisation);
  const held = state.custodyHistory.some(({ custodian }) => isWith(organisation, custodian));
  const answeredOnce = state.responsibilityHistory.some((interval) => interval.organisation === organisation);
  const asked = Object.values(state.referrals).filter(({ receiver }) => receiver === organisation);
  // A duplicate's person is in the other case, and stays the business of whoever was asked.
  const stillAsked = asked.some(({ status, code }) => !saidNo.has(status) && (status !== 'lapsed' || code === 'duplicate'));
  // Somebody who never came is nobody's patient.
  const came = asked.some(({ status }) => !saidNo.has(status) && status !== 'lapsed');
  const addressed = [...Object.values(state.requests), ...Object.values(state.applications), ...Object.values(state.escalations)].some(({ addressee }) => addressee === organisation);
  const offered = asked.length === 0 && state.addressed[organisation] !== undefined;
  const guards = state.guardianship?.guardian === organisation || state.settled?.residence === organisation;
  const answering = lastAnswering(state);
  const supervises = answering !== undefined && register.supervises(organisation, answering);

  const takesPart = opened || holds || answers || held || answeredOnce || guards || stillAsked || addressed || offered;
  const over = partnersTimeIsOver(state, organisation, register, now);
  const whole = supervises || (takesPart && !over);
  const situations = new Set<Situation>();
  if (takesPart || answered) situations.add('takes part');
  if (opened || holds || answered || came) situations.add('own');
  if (holds || answered) situations.add('holds or answers');
  if (holds || answered || opened) situations.add('holds, answers or opened');
  if (supervises) situations.add('supervises');
  return {
    sees: whole ? 'the case' : takesPart || state.addressed[organisation] !== undefined ? 'own referrals' : 'nothing',
    situations: whole ? situations : new Set(),
    hidden: state.protectedSince !== undefined && !holds && answering !== organisation && !opened,
  };
}
