import type { DutyRule } from './duty-rule.js';

const hospital = { version: 1, responsible: 'hospital', kind: 'deadline', counts: 'elapsed', evidence: 'local', ownChoice: false } as const;

const tellOfPatient = {
  ...hospital,
  ruleId: 'T14',
  trigger: 'hospital-admitted',
  condition: 'a vagrant patient whom no station has taken over',
  duty: { zh: '通知救助管理站', en: 'tell the station about a vagrant patient' },
  limit: 24,
  unit: 'hours',
  stoppedBy: ['referral-sent', 'case-closed'],
} as const;

/**
 * Rules of one place (domain notes 4.1, status "local only"). None is in force unless the operator of that place adopts
 * its code; see `rulesInForce`.
 */
export const localRules: readonly DutyRule[] = [
  { ...tellOfPatient, jurisdiction: '340181', basis: 'Chaohu (P21)' },
  { ...tellOfPatient, jurisdiction: '130300', basis: 'Qinhuangdao (P22)' },
  {
    ...hospital,
    ruleId: 'T15',
    jurisdiction: '130300',
    trigger: 'condition-stabilised',
    duty: { zh: '病情稳定后通知救助管理站', en: 'tell the station that the patient is stable' },
    limit: 2,
    unit: 'days',
    stoppedBy: ['referral-sent', 'discharged', 'case-closed'],
    basis: 'Qinhuangdao (P22)',
  },
];
