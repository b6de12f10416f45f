import type { DutyRule } from './duty-rule.js';

const own = { version: 1, jurisdiction: 'CN', responsible: 'civil-affairs', kind: 'deadline', counts: 'elapsed', evidence: 'own', ownChoice: true } as const;

/**
 * T17 and T18 of domain notes 4.1: no national number was found for any of them. They are our own choice, must be shown
 * as such, and may be replaced by the operator.
 */
export const ownRules: readonly DutyRule[] = [
  {
    ...own,
    ruleId: 'T17-acknowledge',
    trigger: 'referral-sent',
    condition: 'purpose return',
    duty: { zh: '签收返乡接收请求', en: 'acknowledge a return request' },
    limit: 2,
    unit: 'working-days',
    stoppedBy: ['referral-received', 'referral-accepted', 'referral-declined', 'referral-redirected', 'referral-withdrawn', 'referral-lapsed', 'case-closed'],
    basis: 'own choice; silence past it is escalated (4.3)',
  },
  {
    ...own,
    ruleId: 'T17-decide',
    trigger: 'referral-sent',
    condition: 'purpose return',
    duty: { zh: '答复返乡接收请求', en: 'accept, decline or redirect a return request' },
    limit: 5,
    unit: 'working-days',
    stoppedBy: ['referral-accepted', 'referral-declined', 'referral-redirected', 'referral-withdrawn', 'referral-lapsed', 'case-closed'],
    basis: 'own choice; silence past it is escalated (4.3)',
  },
  {
    ...own,
    ruleId: 'T18',
    trigger: 'referral-accepted',
    condition: 'purpose return, mode will-collect; past the stay limit (T03) only with an escalation',
    duty: { zh: '前来接领', en: 'collect the person' },
    responsible: 'kin-or-origin',
    limit: 10,
    unit: 'days',
    stoppedBy: ['handed-over', 'collected', 'referral-declined', 'referral-withdrawn', 'referral-lapsed', 'case-closed'],
    basis: 'own choice',
  },
];
