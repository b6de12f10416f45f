import { caseNumber, localYearOf } from '@guitu/contracts';
import type { AnyEvent, Approval, CaseView, Safeguard } from '@guitu/contracts';
import { voidedEvents } from '@guitu/referral';
import type { CaseState, Custodian, Referral } from '@guitu/referral';
import type { Disclosed } from '@guitu/service-kit';

const holderOf = (custodian: Custodian): NonNullable<CaseView['custodian']> =>
  custodian.kind === 'organisation' ? { kind: custodian.kind, organisation: custodian.organisation } : custodian.kind === 'external' ? { kind: custodian.kind, externalKind: custodian.externalKind } : { kind: custodian.kind };

/** By name: what the rules note on a referral for themselves is no part of the contract. */
function referralOf({ id, purpose, status, asker, receiver, urgency, sentAt, since, expectedAt, mode, code, directedBy, personAgrees, parent, child }: Referral): CaseView['referrals'][number] {
  const shown = { id, purpose, status, asker, receiver, urgency, sentAt, since, expectedAt, mode, code, directedBy, personAgrees, parent, child } satisfies Record<keyof CaseView['referrals'][number], unknown>;
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) as CaseView['referrals'][number];
}

const head = (state: CaseState): Pick<CaseView, 'caseId' | 'caseNumber' | 'revision'> => ({
  caseId: state.caseId,
  caseNumber: caseNumber(state.caseId, localYearOf(state.opened?.at ?? '1970-01-01T00:00:00.000Z')),
  revision: state.revision,
});

/** After a decline, redirection, withdrawal or lapse: the own referrals and their record fields, nothing of the person or of where they are. */
export function ownReferralsView(state: CaseState, organisation: string): CaseView {
  return { ...head(state), standing: 'own-referrals', referrals: Object.values(state.referrals).filter(({ receiver, asker }) => receiver === organisation || asker === organisation).map(referralOf) };
}

/** For whom a case is shown. */
export interface Shown {
  readonly organisation: string;
  readonly safeguards: readonly Safeguard[];
  readonly approvals: readonly Approval[];
}

/** Where the person is hidden from the caller, nothing of where they are or who else had to do with them: `events` are then the caller's own and those addressed to it or its to judge. */
export function fullView(state: CaseState, events: readonly AnyEvent[], disclosed: readonly Disclosed[], { organisation, safeguards: protecting, approvals: approving }: Shown): CaseView {
  const hidden = protecting.includes('hidden');
  const { custody, responsible, assessment, exit, closed } = state;
  const gone = voidedEvents(events);
  const mine = (id: string | undefined): boolean => !hidden || id === organisation;
  const base: CaseView = {
    ...head(state),
    status: state.closed === undefined ? 'open' : 'closed',
    standing: 'full',
    ...(hidden ? {} : { personId: state.personId }),
    ...(custody === undefined ? {} : { custodian: hidden ? { kind: 'safe-care' } : holderOf(custody.custodian), custodianSince: custody.since, inTransit: custody.inTransit !== undefined }),
    ...(responsible === undefined || hidden ? {} : { responsible: { organisation: responsible.organisation, as: responsible.as, since: responsible.since } }),
    ...(state.guardianship === undefined || hidden ? {} : { guardian: state.guardianship.guardian }),
    ...(state.protectedSince === undefined ? {} : { protected: true }),
    ...(protecting.length === 0 ? {} : { safeguards: [...protecting], approvals: [...approving] }),
    ...(assessment === undefined || hidden ? {} : { assessment }),
    ...(state.admitted === undefined ? {} : { admittedAt: state.admitted.at }),
    ...(exit === undefined || hidden ? {} : { exit }),
    ...(closed === undefined ? {} : { closed: { code: closed.code, at: closed.at, ...(closed.survivor === undefined ? {} : { survivor: closed.survivor }), ...(closed.continuedIn === undefined ? {} : { continuedIn: closed.continuedIn }) } }),
    referrals: Object.values(state.referrals).filter(({ asker, receiver }) => mine(asker) || mine(receiver)).map(referralOf),
  };
  if (hidden) return { ...base, events: events.map((event, index) => eventOf(event, disclosed[index], gone)) };
  return {
    ...base,
    handovers: Object.values(state.handovers).map((handover) => ({
      id: handover.id,
      status: handover.status,
      giver: holderOf(handover.giver),
      to: handover.to,
      since: handover.since,
      ...(handover.attestation === undefined ? {} : { attestation: handover.attestation }),
      ...(handover.referralId === undefined ? {} : { referralId: handover.referralId }),
      confirmed: handover.confirmed,
      reservations: handover.reservations.map(({ kind, outcome }) => ({ kind, ...(outcome === undefined ? {} : { outcome }) })),
    })),
    events: events.map((event, index) => eventOf(event, disclosed[index], gone)),
  };
}

function eventOf(event: AnyEvent, disclosed: Disclosed | undefined, gone: ReadonlySet<string>): NonNullable<CaseView['events']>[number] {
  const { organisation, role, user } = event.actor;
  return {
    id: event.id,
    name: event.name,
    revision: event.revision,
    occurredAt: event.occurredAt,
    recordedAt: event.time,
    actor: { organisation, role, ...(user === undefined ? {} : { user }) },
    voided: gone.has(event.id),
    data: event.data as Record<string, unknown>,
    opened: disclosed?.opened ?? {},
    withheld: disclosed?.withheld ?? {},
  };
}
