import type { Register } from './register.js';
import { heldBy, isDropped, isOpen, lastResponsible } from './rules/standing.js';
import type { CaseState, Referral } from './state.js';

/**
 * What lapsed asks nothing of its receiver any more either, who reads as after a withdrawal: how a free adult went is not for the county that was to have him (protocol section 2).
 * Of a duplicate the person is in the other case, and whoever was asked must be able to see that it is none. What its receiver may say stays: `found`, of somebody who comes after all.
 */
export const asksNothing = (referral: Referral): boolean => isDropped(referral) || (referral.status === 'lapsed' && referral.code !== 'duplicate');

/** Takes part in the case by having opened it, held the person, been responsible, or been addressed and not dropped out again: by `isOver`, for whoever speaks or for whoever reads. */
export function takesPart(state: CaseState, organisation: string, isOver: (referral: Referral) => boolean = isDropped): boolean {
  if (state.opened?.organisation === organisation || heldBy(state) === organisation || state.responsible?.organisation === organisation) return true;
  if (state.custodyHistory.some(({ custodian }) => custodian.kind === 'organisation' && custodian.organisation === organisation)) return true;
  if (state.responsibilityHistory.some((interval) => interval.organisation === organisation)) return true;
  if (state.guardianship?.guardian === organisation || state.settled?.residence === organisation) return true;
  if (state.addressed[organisation] === undefined) return false;
  const referrals = Object.values(state.referrals).filter((referral) => referral.receiver === organisation);
  if (referrals.some((referral) => !isOver(referral))) return true;
  const other = [...Object.values(state.requests), ...Object.values(state.applications), ...Object.values(state.escalations)];
  if (other.some((item) => item.addressee === organisation)) return true;
  // Offers without a referral address only the responsible, who takes part anyway.
  return referrals.length === 0;
}

/** `own-referrals`: after a decline, redirection, withdrawal or lapse only the own referral and its record fields; the wrong county loses the case. */
export type Standing = 'full' | 'own-referrals' | 'none';

const DAY_MS = 86_400_000;

/** A partner's access ends when its last custody interval under the contract is handed over plus n days (protocol section 4). */
function partnerAccessEnded(state: CaseState, organisation: string, register: Register, now: string): boolean {
  if (register.roleOf(organisation) !== 'elder-care' || heldBy(state) === organisation) return false;
  const ends = state.custodyHistory.flatMap(({ custodian, to }) => (custodian.kind === 'organisation' && custodian.organisation === organisation && to !== undefined ? [to] : []));
  const last = ends.at(-1);
  // Whoever is asked, for the first time or again, must see whom to take.
  if (Object.values(state.referrals).some((referral) => referral.receiver === organisation && isOpen(referral))) return false;
  // A partner that never had the person has nothing to look up once nothing is asked of it any more.
  if (last === undefined) return true;
  // By the contract of the last placement with this partner; without one on record, by the most generous that it has.
  const placed = Object.values(state.placements).findLast(({ partner }) => partner === organisation);
  const under = placed === undefined ? undefined : register.contract(placed.contract);
  const days = under?.accessDays ?? Math.max(0, ...register.contractsOf(organisation).map((contract) => contract.accessDays));
  return Date.parse(now) > Date.parse(last) + days * DAY_MS;
}

/**
 * Protection masks places and agencies, on every exit, for everybody who neither holds the person nor answers for them nor opened the case: organisation names and divisions can
 * themselves tell where a hidden person is (protocol section 4). Of a closed case the last who answered for them still knows.
 */
export function isHiddenFrom(state: CaseState, organisation: string): boolean {
  return state.protectedSince !== undefined && heldBy(state) !== organisation && lastResponsible(state) !== organisation && state.opened?.organisation !== organisation;
}

/** How much of a case an organisation may see at all; the disclosure table then says which classes. `now` is the business clock. */
export function standing(state: CaseState, organisation: string, register: Register, now: string): Standing {
  if (state.opened === undefined) return 'none';
  const responsible = lastResponsible(state);
  if (responsible !== undefined && register.supervises(organisation, responsible)) return 'full';
  const former = state.addressed[organisation] !== undefined || state.custodyHistory.some(({ custodian }) => custodian.kind === 'organisation' && custodian.organisation === organisation);
  if (takesPart(state, organisation, asksNothing)) return partnerAccessEnded(state, organisation, register, now) ? 'own-referrals' : 'full';
  return former ? 'own-referrals' : 'none';
}

/** Every organisation whose standing in the case is more than `none`, but for the offices that supervise whoever was responsible last: those follow from the register. */
export function participantsOf(state: CaseState): ReadonlySet<string> {
  const { opened, responsible, guardianship, settled } = state;
  if (opened === undefined) return new Set();
  const held = state.custodyHistory.flatMap(({ custodian }) => (custodian.kind === 'organisation' ? [custodian.organisation] : []));
  const maybe = [opened.organisation, heldBy(state), responsible?.organisation, guardianship?.guardian, settled?.residence];
  return new Set([...maybe.filter((one) => one !== undefined), ...held, ...state.responsibilityHistory.map(({ organisation }) => organisation), ...Object.keys(state.addressed)]);
}
