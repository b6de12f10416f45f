import { returnWithdrawal } from '@guitu/contracts';
import type { Purpose, Recorded, Role } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState, Referral } from '../state.js';
import type { RuleContext, Rules } from './rule.js';
import { isSpecial } from './assessment.js';
import { moveResponsibility, responsibleSince } from './intervals.js';
import { firstOf, isCommand, notBefore, unless } from './rule.js';
import { custodianKind, episodeOver, heldBy, isOpen, openHandover } from './standing.js';

/** Kinds of organisation that take each purpose. Source: protocol section 2. */
const receivers: Readonly<Record<Purpose, readonly Role[]>> = {
  medical: ['hospital'],
  admission: ['station'],
  guidance: ['station'],
  bedside: ['station'],
  placement: ['elder-care'],
  relay: ['station'],
  return: ['civil-affairs', 'station'],
  jurisdiction: ['station', 'civil-affairs', 'police'],
};

function receiverFits(to: string, purpose: Purpose, context: RuleContext): Refusal | undefined {
  const role = context.register.roleOf(to);
  return role === undefined ? refuse('unknown-organisation') : unless(receivers[purpose].includes(role), 'receiver-cannot');
}

/** A decision of the level above is one that stands in this case, of an office above the receiver, naming this receiver or none. "Settle here" directs nobody. */
const isDirected = (state: CaseState, office: string, to: string, context: RuleContext): boolean =>
  context.register.supervises(office, to) &&
  Object.values(state.escalations).some(
    ({ addressee, status, outcome, directs }) => addressee === office && status === 'resolved' && outcome !== 'settle-here' && (directs === undefined || directs === to),
  );

const inHospital = (state: CaseState): boolean => state.custody?.custodian.kind === 'organisation' && state.custody.custodian.role === 'hospital';

/** A case has one admission: what leads to it ends with it, and what leads home begins after it (or after a refusal). */
function fitsStage(state: CaseState, purpose: Purpose): Refusal | undefined {
  switch (purpose) {
    case 'admission':
      return unless(state.admitted === undefined, 'already-admitted');
    case 'guidance':
      return firstOf(unless(state.admitted === undefined, 'already-admitted'), unless(!isSpecial(state), 'special-person-not-alone'), unless(custodianKind(state) === 'self', 'still-held'));
    case 'bedside':
      return firstOf(unless(state.admitted === undefined, 'already-admitted'), unless(inHospital(state), 'not-in-hospital'));
    case 'relay':
      return unless(state.admitted !== undefined, 'not-admitted');
    case 'return':
      // A county is asked about a person whom it can know; while identity is unknown a tracing notice asks everybody.
      return firstOf(unless(state.admitted !== undefined || state.refused !== undefined, 'not-admitted'), unless(state.identified, 'identity-unknown'));
    case 'medical':
    case 'placement':
    case 'jurisdiction':
      return undefined;
  }
}

/** Who has the person asks, or who answers for them; who is to answer for them next is asked by the latter alone. */
const mayAsk = (state: CaseState, organisation: string, purpose: Purpose): boolean =>
  state.responsible?.organisation === organisation || (heldBy(state) === organisation && purpose !== 'relay' && purpose !== 'return' && purpose !== 'jurisdiction');

/** Whether the asker of a referral that came to nothing may still send another in its place. */
export const mayReplace = (state: CaseState, { asker, purpose }: Referral): boolean =>
  state.diedAt === undefined && mayAsk(state, asker, purpose) && fitsStage(state, purpose) === undefined;

/** Nobody is left to be handed over or decided on under it: the person is dead, with kin or outside the hub, or is admitted already. */
export function isSpent(state: CaseState, { purpose }: Referral): boolean {
  const kind = custodianKind(state);
  const leadsIn = purpose === 'admission' || purpose === 'guidance' || purpose === 'bedside';
  return kind === 'deceased' || kind === 'kin' || kind === 'unit' || kind === 'external' || (leadsIn && state.admitted !== undefined);
}

interface Wish {
  readonly to: string;
  readonly purpose: Purpose;
  readonly at: string;
  readonly personAgrees: boolean | undefined;
  /** The referral that a redirection ends with this one. */
  readonly instead?: string;
}

/** What each purpose asks of the case, whether a referral is sent or comes out of a redirection: nobody gets round it by way of a third. */
function purposeCheck(state: CaseState, { to, purpose, at, personAgrees, instead }: Wish, context: RuleContext): Refusal | undefined {
  return firstOf(
    unless(state.diedAt === undefined, 'deceased'),
    receiverFits(to, purpose, context),
    unless(!Object.values(state.referrals).some((referral) => isOpen(referral) && referral.purpose === purpose && referral.id !== instead), 'referral-already-open'),
    fitsStage(state, purpose),
    purpose === 'bedside' && unless(state.responsible?.organisation !== to, 'already-responsible'),
    purpose === 'placement' && unless(context.register.contractAt(state.responsible?.organisation ?? '', to, at) !== undefined, 'no-contract'),
    purpose === 'return' && unless(state.protectedSince === undefined || personAgrees === true, 'protected'),
    // Who has gone by a ticket or on his own is nobody's to be brought home, and no county learns where he was.
    purpose === 'return' && isCommand(context) && unless(!episodeOver(state), 'exit-done'),
  );
}

function sentCheck(state: CaseState, event: Recorded<'referral-sent'>, context: RuleContext): Refusal | undefined {
  const { to, purpose, directedBy, personAgrees } = event.data;
  return firstOf(
    unless(to !== event.actor.organisation, 'to-yourself'),
    unless(mayAsk(state, event.actor.organisation, purpose), 'not-yours'),
    directedBy !== undefined && unless(isDirected(state, directedBy, to, context), 'not-directed'),
    purposeCheck(state, { to, purpose, at: event.occurredAt, personAgrees }, context),
  );
}

const offerPending = (state: CaseState, id: string): Refusal | undefined => unless(openHandover(state)?.referralId !== id, 'offer-pending');

/** A redirection passes the same request on. It may turn into medical care or an admission, which need nobody's permission, and into nothing else. */
function redirectCheck(state: CaseState, event: Recorded<'referral-redirected'>, context: RuleContext): Refusal | undefined {
  const { referralId, to } = event.data;
  const parent = state.referrals[referralId];
  if (parent === undefined) return refuse('no-such-referral');
  const purpose = childPurpose(parent, event, context.register.roleOf(to));
  return firstOf(
    inStatus(state, event, referralId, ['requested', 'received']),
    unless(parent.directedBy === undefined, 'directed'),
    // An emergency is offered before anybody has answered; whoever passes it on under the offer could still sign for it.
    isCommand(context) && offerPending(state, referralId),
    unless(to !== event.actor.organisation && to !== parent.asker, 'to-yourself'),
    unless(purpose === parent.purpose || purpose === 'medical' || purpose === 'admission', 'code-not-for-purpose'),
    purposeCheck(state, { to, purpose, at: event.occurredAt, personAgrees: parent.personAgrees, instead: referralId }, context),
  );
}

function sent(event: Recorded, id: string, part: Pick<Referral, 'purpose' | 'asker' | 'receiver' | 'urgency' | 'hop'> & Partial<Referral>): Referral {
  return { id, status: 'requested', sentAt: event.occurredAt, since: event.occurredAt, eventId: event.id, approved: false, ...part };
}

/** What a later event of a referral needs: that it exists, is in one of these states, and was so by then. */
function inStatus(state: CaseState, event: Recorded, id: string, allowed: readonly Referral['status'][]): Refusal | undefined {
  const referral = state.referrals[id];
  if (referral === undefined) return refuse('no-such-referral');
  return firstOf(unless(allowed.includes(referral.status), 'referral-not-open'), notBefore(event, referral));
}

/** A lapse says what happened to the person; it is never a decline under another name. */
function lapses(state: CaseState, { data: { code } }: Recorded<'referral-lapsed'>, context: RuleContext): boolean {
  const kind = custodianKind(state);
  switch (code) {
    case 'died':
      return state.diedAt !== undefined;
    case 'duplicate':
      return state.duplicateOf !== undefined;
    case 'left':
      return kind === 'unlocated' || kind === 'self';
    case 'not-arrived':
      return kind !== 'organisation';
    case 'closed':
      return context.closing === true;
  }
}

function advance(state: CaseState, event: Recorded, id: string, change: Partial<Referral>): void {
  const referral = state.referrals[id];
  if (referral !== undefined) state.referrals[id] = { ...referral, since: event.occurredAt, eventId: event.id, ...change };
}

export const referralRules: Rules<
  'referral-sent' | 'referral-received' | 'referral-accepted' | 'referral-declined' | 'referral-redirected' | 'referral-withdrawn' | 'referral-lapsed'
> = {
  'referral-sent': {
    check: sentCheck,
    apply: (state, event) => {
      const { referralId, to, purpose, urgency, directedBy, expectedAt, personAgrees } = event.data;
      state.referrals[referralId] = sent(event, referralId, { purpose, asker: event.actor.organisation, receiver: to, urgency, hop: 0, directedBy, expectedAt, personAgrees });
      state.addressed[to] ??= event.occurredAt;
    },
  },

  'referral-received': {
    check: (state, event) => inStatus(state, event, event.data.referralId, ['requested']),
    apply: (state, event) => advance(state, event, event.data.referralId, { status: 'received' }),
  },

  'referral-accepted': {
    check: (state, event) => {
      const { referralId, mode } = event.data;
      const referral = state.referrals[referralId];
      return firstOf(
        inStatus(state, event, referralId, ['requested', 'received']),
        referral?.purpose === 'return' ? unless(mode !== undefined, 'mode-needed') : unless(mode === undefined, 'mode-only-for-return'),
        // Accepted at the bedside of somebody who is still there; on it rests who is responsible.
        referral?.purpose === 'bedside' && firstOf(fitsStage(state, 'bedside'), notBefore(event, responsibleSince(state))),
      );
    },
    apply: (state, event) => {
      const { referralId, mode } = event.data;
      advance(state, event, referralId, { status: 'accepted', mode });
      // Protocol section 1 (a): a station that accepts at the bedside becomes responsible; the person stays in the hospital.
      if (state.referrals[referralId]?.purpose === 'bedside') moveResponsibility(state, event, event.actor.organisation, state.responsible?.as ?? 'first-contact');
    },
  },

  'referral-declined': {
    check: (state, event) => {
      const { referralId, code } = event.data;
      const referral = state.referrals[referralId];
      return firstOf(
        inStatus(state, event, referralId, ['requested', 'received', 'accepted']),
        unless(referral?.directedBy === undefined, 'directed'),
        unless(referral?.receiver !== state.responsible?.organisation, 'cannot-decline-own'),
        offerPending(state, referralId),
        unless((referral?.purpose === 'return') === code.startsWith('O'), 'code-not-for-purpose'),
      );
    },
    apply: (state, event) => advance(state, event, event.data.referralId, { status: 'declined', code: event.data.code }),
  },

  'referral-redirected': {
    check: redirectCheck,
    apply: (state, event) => {
      const { referralId, to, newId, purpose } = event.data;
      const parent = state.referrals[referralId];
      if (parent === undefined) return;
      advance(state, event, referralId, { status: 'redirected', child: newId });
      const { asker, urgency, expectedAt, personAgrees } = parent;
      state.referrals[newId] = sent(event, newId, { purpose: purpose ?? parent.purpose, asker, receiver: to, urgency, hop: parent.hop + 1, parent: referralId, expectedAt, personAgrees });
      state.addressed[to] ??= event.occurredAt;
    },
  },

  'referral-withdrawn': {
    check: (state, event) =>
      firstOf(
        inStatus(state, event, event.data.referralId, ['requested', 'received', 'accepted']),
        offerPending(state, event.data.referralId),
        returnWithdrawal.has(event.data.code) && unless(state.referrals[event.data.referralId]?.purpose === 'return', 'code-not-for-purpose'),
      ),
    apply: (state, event) => advance(state, event, event.data.referralId, { status: 'withdrawn', code: event.data.code }),
  },

  'referral-lapsed': {
    check: (state, event, context) =>
      firstOf(inStatus(state, event, event.data.referralId, ['requested', 'received', 'accepted']), offerPending(state, event.data.referralId), unless(lapses(state, event, context), 'lapse-ground-missing')),
    apply: (state, event) => advance(state, event, event.data.referralId, { status: 'lapsed', code: event.data.code }),
  },
};

/** A hospital as new receiver makes it medical; otherwise the purpose stays, unless the redirecting office names another. */
export function childPurpose(parent: Referral, event: { readonly data: { readonly purpose?: Purpose | undefined } }, newReceiver: Role | undefined): Purpose {
  return newReceiver === 'hospital' ? 'medical' : (event.data.purpose ?? parent.purpose);
}

/** Fulfilment is derived, never an event: the handover or the eligibility decision under this id. */
export function fulfil(state: CaseState, event: Recorded, id: string): void {
  advance(state, event, id, { status: 'fulfilled' });
}

