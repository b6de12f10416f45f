import type { Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import type { CaseState } from '../state.js';
import type { Rules } from './rule.js';
import { takeAssessment } from './assessment.js';
import { custodySince, moveCustody } from './intervals.js';
import { firstOf, notBefore, unless } from './rule.js';
import { heldBy } from './standing.js';

const alive = (state: CaseState): Refusal | undefined => unless(state.diedAt === undefined, 'deceased');
const here = (state: CaseState, event: Recorded): Refusal | undefined => firstOf(alive(state), unless(heldBy(state) === event.actor.organisation, 'not-in-hospital'), notBefore(event, custodySince(state)));

export const medicalRules: Rules<'medically-screened' | 'hospital-admitted' | 'condition-stabilised' | 'discharged' | 'death-recorded' | 'death-certified' | 'police-reported'> = {
  'medically-screened': {
    check: here,
    apply: (state, event) => {
      state.screenedAt = event.occurredAt;
      takeAssessment(state, event, event.data.assessment);
    },
  },
  'hospital-admitted': {
    check: (state, event) => firstOf(here(state, event), unless(state.hospitalStay?.admittedAt === undefined, 'already-done')),
    apply: (state, event) => {
      state.hospitalStay = { organisation: event.actor.organisation, admittedAt: event.occurredAt };
    },
  },
  'condition-stabilised': { check: here, apply: (state, event) => takeAssessment(state, event, event.data.assessment) },
  discharged: {
    check: (state, event) => firstOf(here(state, event), unless(state.hospitalStay?.dischargedAt === undefined, 'already-done')),
    apply: (state, event) => {
      state.hospitalStay = { ...state.hospitalStay, organisation: event.actor.organisation, dischargedAt: event.occurredAt };
      takeAssessment(state, event, event.data.assessment);
    },
  },
  'death-recorded': {
    check: (state, event) => firstOf(alive(state), notBefore(event, custodySince(state))),
    apply: (state, event) => {
      state.diedAt = event.occurredAt;
      moveCustody(state, event, { kind: 'deceased' });
    },
  },
  'death-certified': {
    afterClose: true,
    check: (state) => unless(state.diedAt !== undefined, 'no-such-thing'),
    apply: (state, event) => {
      state.deathCertifiedAt = event.occurredAt;
    },
  },
  'police-reported': {
    afterClose: true,
    apply: (state, event) => {
      if (event.data.ground === 'missing') state.missingReportedAt = event.occurredAt;
    },
  },
};
