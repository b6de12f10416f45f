import type { Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState } from '../state.js';
import { fulfil } from './referral.js';
import type { RuleContext, Rules } from './rule.js';
import { isSpecial, takeAssessment } from './assessment.js';
import { custodySince, moveCustody, moveResponsibility, responsibleSince } from './intervals.js';
import { firstOf, isAbove, isCommand, notBefore, notBeforeGrounds, unless } from './rule.js';
import { atOrganisation, custodianKind, heldBy, isDropped } from './standing.js';

/** The responsible station decides; another only under the accepted guidance referral that it names, by which the person came alone. */
function mayDecide(state: CaseState, { actor, data: { referralId } }: Recorded<'eligibility-decided'>): Refusal | undefined {
  const responsible = state.responsible?.organisation === actor.organisation;
  if (referralId === undefined) return unless(responsible, 'not-yours');
  const named = state.referrals[referralId];
  return firstOf(
    unless(named !== undefined && named.receiver === actor.organisation && named.status === 'accepted', 'no-such-referral'),
    unless(named?.purpose === 'guidance' || (named?.purpose === 'bedside' && responsible), 'code-not-for-purpose'),
  );
}

/** Where the person must be for a decision or an admission at the station or at the bedside. */
function placeFits(state: CaseState, event: Recorded, place: 'station' | 'bedside'): Refusal | undefined {
  const kind = custodianKind(state);
  if (kind === 'not-met' || kind === 'unlocated') return refuse('not-met-yet');
  if (state.diedAt !== undefined) return refuse('deceased');
  if (place === 'station') return unless(kind === 'self' || heldBy(state) === event.actor.organisation, 'place-wrong');
  return unless(state.custody?.custodian.kind === 'organisation' && state.custody.custodian.role === 'hospital', 'place-wrong');
}

/** What each ground speaks for; `other` for either. */
const speaksFor: Readonly<Record<Recorded<'eligibility-decided'>['data']['ground'], boolean | undefined>> = {
  'away-from-home-without-means': true,
  'minor-without-care': true,
  'cannot-tell-helped-first': true,
  'does-not-meet-conditions': false,
  'refuses-information': false,
  other: undefined,
};

/** Who cannot tell because of age, illness or disability is helped first and checked after (domain 3.4, 4): silence is no ground against a person who may not leave alone. */
const helpedFirst = (context: RuleContext, special: boolean, ground: string): Refusal | undefined | false => isCommand(context) && unless(!special || (ground !== 'refuses-information' && ground !== 'refuses-to-explain-condition'), 'helped-first');

export const stationRules: Rules<
  | 'eligibility-decided' | 'admitted' | 'sheltered' | 'admission-refused' | 'quick-query-run' | 'tracing-notice-published' | 'tracing-notice-withdrawn'
  | 'kin-contacted' | 'stay-extended' | 'protection-set' | 'protection-lifted'
> = {
  'eligibility-decided': {
    check: (state, event, context) => {
      const { eligible, ground, place, assessment, referralId } = event.data;
      return firstOf(
        unless(state.admitted === undefined, 'already-admitted'),
        // Each station decides once; whom one has refused may be referred to another.
        unless(state.eligibility?.by !== event.actor.organisation, 'already-decided'),
        mayDecide(state, event),
        placeFits(state, event, place),
        isCommand(context) && unless((speaksFor[ground] ?? eligible) === eligible, 'ground-contradicts'),
        helpedFirst(context, !(assessment?.maySelfLeave ?? !isSpecial(state)), ground),
        notBefore(event, custodySince(state), responsibleSince(state)),
        referralId !== undefined && notBeforeGrounds(context, event, state.referrals[referralId]?.since),
      );
    },
    apply: (state, event) => {
      const { organisation, role } = event.actor;
      const { eligible, place } = event.data;
      takeAssessment(state, event, event.data.assessment);
      // Protocol section 1 (d): under a guidance referral the decision makes the station responsible.
      if (state.responsible?.organisation !== organisation) moveResponsibility(state, event, organisation, 'first-contact');
      for (const referral of Object.values(state.referrals)) {
        const mine = referral.receiver === organisation && referral.status === 'accepted';
        if (mine && (referral.purpose === 'guidance' || referral.purpose === 'bedside')) fulfil(state, event, referral.id);
      }
      delete state.refused;
      state.eligibility = { eligible, place, by: organisation, at: event.occurredAt };
      if (place === 'station' && isSpecial(state) && custodianKind(state) === 'self') moveCustody(state, event, atOrganisation(organisation, role));
    },
  },

  admitted: {
    check: (state, event, context) =>
      firstOf(
        unless(state.admitted === undefined, 'already-admitted'),
        isCommand(context) && unless(state.duplicateOf === undefined, 'declared-duplicate'),
        unless(state.eligibility?.eligible === true && state.refused === undefined, 'eligibility-needed'),
        unless(state.responsible?.organisation === event.actor.organisation, 'not-yours'),
        placeFits(state, event, event.data.place),
        notBefore(event, custodySince(state), responsibleSince(state)),
        notBeforeGrounds(context, event, state.eligibility?.at),
      ),
    apply: (state, event) => {
      const { organisation, role } = event.actor;
      // Whoever left on that statement has come back; leaving again takes a new one.
      delete state.selfLeaveAt;
      state.admitted = { station: organisation, at: event.occurredAt, place: event.data.place, eventId: event.id };
      takeAssessment(state, event, event.data.assessment);
      moveResponsibility(state, event, organisation, 'rescue');
      if (event.data.place === 'station') moveCustody(state, event, atOrganisation(organisation, role));
      state.identified = event.data.identified;
      if (event.data.identified) state.identifiedAt = event.occurredAt;
      state.duties = event.data.duties;
    },
  },

  sheltered: {
    check: (state, event) => firstOf(unless(state.admitted !== undefined, 'not-admitted'), unless(heldBy(state) === event.actor.organisation, 'person-elsewhere')),
    apply: (state, event) => {
      state.sheltered = { area: event.data.area, bed: event.data.bed, at: event.occurredAt };
      // Who is given a bed has arrived.
      if (state.custody?.inTransit === 'own-vehicle') {
        const { custodian, since, eventId } = state.custody;
        state.custody = { custodian, since, eventId };
      }
    },
  },

  'admission-refused': {
    check: (state, event, context) =>
      firstOf(
        unless(state.admitted === undefined, 'already-admitted'),
        unless(state.eligibility?.eligible === false, 'eligibility-needed'),
        unless(state.refused === undefined, 'already-done'),
        helpedFirst(context, isSpecial(state), event.data.code),
        notBefore(event, custodySince(state)),
        notBeforeGrounds(context, event, state.eligibility?.at),
      ),
    apply: (state, event) => {
      state.refused = { at: event.occurredAt };
      // Protocol section 1, "refused with notice": a free adult goes; a special person stays with the organisation until handed on.
      if (!isSpecial(state) && heldBy(state) === event.actor.organisation) moveCustody(state, event, { kind: 'self' });
    },
  },

  'quick-query-run': {},

  'tracing-notice-published': {
    check: (state, { data: { updates } }) => firstOf(unless(state.protectedSince === undefined, 'protected'), updates !== undefined && unless(state.notices[updates] !== undefined, 'no-such-thing')),
    apply: (state, event) => {
      if (event.data.updates !== undefined) state.notices[event.data.updates] = { open: false, at: event.occurredAt, by: event.actor.organisation };
      state.notices[event.data.noticeId] = { open: true, at: event.occurredAt, by: event.actor.organisation };
    },
  },
  'tracing-notice-withdrawn': {
    afterClose: true,
    check: (state, event) => firstOf(unless(state.notices[event.data.noticeId] !== undefined, 'no-such-thing'), unless(state.notices[event.data.noticeId]?.open === true, 'already-done')),
    apply: (state, event) => {
      state.notices[event.data.noticeId] = { open: false, at: event.occurredAt, by: event.actor.organisation };
    },
  },

  'kin-contacted': {
    // Kin of the dead are told even where the living had to be hidden from them: that is the supervisor's to decide, not ours to forbid.
    check: (state, { actor, data: { referralId } }, context) => {
      const asked = referralId === undefined ? undefined : state.referrals[referralId];
      const own = heldBy(state) === actor.organisation || state.responsible?.organisation === actor.organisation;
      return firstOf(
        isCommand(context) && !own && unless(asked?.purpose === 'return' && !isDropped(asked), 'not-yours'),
        unless(state.protectedSince === undefined || state.diedAt !== undefined, 'protected'),
      );
    },
    apply: (state, event) => {
      state.kin[event.actor.organisation] = { result: event.data.result, at: event.occurredAt };
    },
  },
  'stay-extended': {
    check: (state, event, context) => firstOf(unless(state.admitted !== undefined, 'not-admitted'), unless(isAbove(context, event.data.filedWith, event), 'receiver-cannot')),
    apply: (state, event) => {
      state.stayExtendedUntil = event.data.until;
    },
  },
  'protection-set': {
    check: (state) => unless(state.protectedSince === undefined, 'already-done'),
    apply: (state, event) => {
      state.protectedSince = event.occurredAt;
    },
  },
  'protection-lifted': {
    check: (state) => unless(state.protectedSince !== undefined, 'not-open'),
    apply: (state) => {
      delete state.protectedSince;
    },
  },
};
