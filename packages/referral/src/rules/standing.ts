import type { Role } from '@guitu/contracts';
import type { CaseState, Custodian, Handover, Referral } from '../state.js';

export const atOrganisation = (organisation: string, role: Role): Custodian => ({ kind: 'organisation', organisation, role });
export const heldBy = (state: CaseState): string | undefined => (state.custody?.custodian.kind === 'organisation' ? state.custody.custodian.organisation : undefined);
/** The responsible organisation, of a closed case the last one: what still arrives is its business. */
export const lastResponsible = (state: CaseState): string | undefined => state.responsible?.organisation ?? state.responsibilityHistory.at(-1)?.organisation;
export const custodianKind = (state: CaseState): Custodian['kind'] | undefined => state.custody?.custodian.kind;
export const isOpen = (referral: Referral): boolean => referral.status === 'requested' || referral.status === 'received' || referral.status === 'accepted';
/** Who said no, passed it on or is not asked any more has lost the case (protocol section 4). */
export const isDropped = ({ status }: Referral): boolean => status === 'declined' || status === 'redirected' || status === 'withdrawn';
/** Accepted, or an emergency that need not wait, or one that cannot be declined and so need not wait either ("escort anyway"). */
export const mayFulfil = (referral: Referral): boolean => referral.status === 'accepted' || (isOpen(referral) && (referral.urgency === 'emergency' || referral.directedBy !== undefined));
/** Bedside and guidance never move a person between hands. */
export const handsOver = (referral: Referral): boolean => referral.purpose !== 'bedside' && referral.purpose !== 'guidance';
/** The episode is over once the admitting station has counted the exit, unless others brought the person on (relay, return, jurisdiction). */
export const episodeOver = (state: CaseState): boolean => state.exit !== undefined && state.responsible?.organisation === state.admitted?.station;
export const openHandover = (state: CaseState): Handover | undefined => (state.openHandover === undefined ? undefined : state.handovers[state.openHandover]);
