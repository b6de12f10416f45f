import type { AnyEvent, Approval, Role, Safeguard } from '@guitu/contracts';
import { isHiddenFrom, standing } from './participation.js';
import type { Register } from './register.js';
import { relationsOf } from './relations.js';
import { isRestricted } from './restriction.js';
import { isOpen } from './rules/standing.js';
import type { CaseState } from './state.js';

/** One human who looks at a case for an organisation. */
export interface Viewer {
  readonly organisation: string;
  readonly role: Role;
  /** Absent where the client names nobody. */
  readonly user?: string | undefined;
}

/** By what this human may look at a record that takes an approval. `now` is the business clock. */
export function approvalsOf(state: CaseState, { organisation, user }: Viewer, now: string): readonly Approval[] {
  const { opened, workers, approvedAccess, brokenGlass } = state;
  const holds: Readonly<Record<Approval, boolean>> = {
    'opening-worker': opened?.organisation === organisation && (opened.user === undefined || opened.user === user),
    'assigned-worker': user !== undefined && workers[organisation] === user,
    approved: Object.values(approvedAccess).some((one) => one.organisation === organisation && (one.user === undefined || one.user === user) && (one.until === undefined || now < one.until)),
    'broken-glass': Object.values(brokenGlass).some((one) => one.organisation === organisation && one.user === user && now < one.until),
  };
  return (Object.keys(holds) as Approval[]).filter((approval) => holds[approval]);
}

/** Everything that the viewer's organisation is or was to the case, and by what the viewer may look, in the words of the disclosure table. */
export function relationsToCase(state: CaseState, viewer: Viewer, register: Register, now: string): readonly string[] {
  const { organisation } = viewer;
  const approvals = approvalsOf(state, viewer, now);
  // Auditors take part in no case; what they may see they may see of all of them.
  if (standing(state, organisation, register, now) !== 'full') return viewer.role === 'audit' ? approvals : [];
  const relations = new Set<string>(relationsOf(state, organisation, register));
  for (const referral of Object.values(state.referrals)) {
    if (referral.asker === organisation) relations.add('asker');
    // Whoever is to have the person, or has had them: not one that they never came to.
    if (referral.receiver === organisation && (isOpen(referral) || referral.status === 'fulfilled')) relations.add('receiver');
  }
  const addressed = [...Object.values(state.requests), ...Object.values(state.applications), ...Object.values(state.escalations)];
  if (addressed.some((item) => item.addressee === organisation)) relations.add('addressee');
  return [...relations, ...approvals];
}

/**
 * Under 14 by an assessment, which always comes from an age that somebody stated; an estimate that reaches below 14 is below it. Whose age nobody has stated counts as under 14
 * for leaving alone, and not here: every report by telephone would be locked away.
 */
export const isUnder14 = ({ under14 }: Pick<CaseState, 'under14'>): boolean => under14 === true;

/** What protects the person from this viewer at this moment of the business clock. Of the present case, whatever of its past is shown. */
export function safeguardsOf(state: CaseState, { organisation }: Pick<Viewer, 'organisation'>, now: string): readonly Safeguard[] {
  const holds: Readonly<Record<Safeguard, boolean>> = { 'under-14': isUnder14(state), hidden: isHiddenFrom(state, organisation), restricted: isRestricted(state, now) };
  return (Object.keys(holds) as Safeguard[]).filter((safeguard) => holds[safeguard]);
}

/** Why somebody broke the glass is for the offices above to judge. */
export const isJudgedBy = (state: CaseState, { organisation }: Pick<Viewer, 'organisation'>, register: Register, { name }: Pick<AnyEvent, 'name'>): boolean =>
  name === 'access-broken-glass' && relationsOf(state, organisation, register).has('supervising');

/**
 * The same for the sealed parts of one event. An organisation knows what it wrote itself, the place too. And whoever judges needs no approval for that;
 * where a hidden person is they are not told by it either.
 */
export function safeguardsOfEvent(state: CaseState, viewer: Viewer, register: Register, event: Pick<AnyEvent, 'name' | 'actor'>, now: string): readonly Safeguard[] {
  const own = event.actor.organisation === viewer.organisation;
  const judged = isJudgedBy(state, viewer, register, event);
  return safeguardsOf(state, viewer, now).filter((safeguard) => !(safeguard === 'hidden' && own) && !(safeguard === 'under-14' && judged));
}
