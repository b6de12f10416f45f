import type { AnyEvent } from '@guitu/contracts';
import type { FoldedCase } from './case-fold.js';

/** Who put their name to one side of a handover, and when. */
export interface Signature {
  readonly organisation: string;
  readonly role: string;
  readonly user?: string;
  readonly at: string;
  readonly eventId: string;
}

const signatureOf = (event: AnyEvent | undefined): Signature | undefined =>
  event === undefined
    ? undefined
    : { organisation: event.actor.organisation, role: event.actor.role, ...(event.actor.user === undefined ? {} : { user: event.actor.user }), at: event.occurredAt, eventId: event.id };

/** Every handover of a case with the signatures of both sides; one that is missing is the finding that it looks like. */
export function handoversOf({ state, events }: FoldedCase) {
  const counted = events.filter(({ forbidden, voided }) => forbidden === undefined && !voided).map(({ event }) => event);
  return Object.values(state.handovers).map((handover) => {
    const { id, giver, to, referralId, status, code, attestation, confirmed, since, reservations } = handover;
    const offer = counted.find((event) => event.name === 'handover-offered' && event.data.handoverId === id);
    const done = status === 'done' ? counted.find((event) => event.id === handover.eventId) : undefined;
    const confirmation = counted.find((event) => event.name === 'handover-confirmed' && event.data.handoverId === id);
    const giverOnly = attestation === 'giver-only';
    return {
      handoverId: id,
      caseId: state.caseId,
      giver,
      to,
      referralId,
      status,
      code,
      attestation,
      oneSided: status === 'done' && attestation !== 'two-sided' && !confirmed,
      since,
      givenBy: signatureOf(giverOnly ? done : (offer ?? confirmation)),
      receivedBy: signatureOf(giverOnly ? confirmation : done),
      reservations,
    };
  });
}
