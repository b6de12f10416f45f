import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';
import { officeRefusal, returnWithdrawal } from './return-refusal.js';

/**
 * Why a receiver declines a referral. O1 to O3 only for a return, by the origin office (6.9); the rest is our own choice.
 * Missing papers or goods are no reason (protocol section 2: they are reservations), and "not our division" is a redirection.
 */
export const referralDecline = codeSet(
  { zh: '不予接收原因', en: 'Why a referral is declined', source: 'domain 6.9 for O1-O3, else own choice', evidence: 'own' },
  {
    ...officeRefusal.entries,
    'no-capacity': { zh: '无接收能力', en: 'no capacity' },
    'needs-hospital-first': { zh: '须先救治', en: 'needs medical care first' },
    'not-competent': { zh: '不属职责范围', en: 'not within the duty of the receiver' },
    'contract-ended': { zh: '合同到期', en: 'the care contract has ended' },
    other: { zh: '其他', en: 'other, stated in the note' },
  },
);
export type ReferralDecline = CodeOf<typeof referralDecline>;

/** Why the asker or the responsible organisation withdraws a referral. U1, W1, M1, N1 are of 6.9; the rest is our own choice. */
export const referralWithdrawal = codeSet(
  { zh: '撤回转介原因', en: 'Why a referral is withdrawn', source: 'domain 6.9 for U1, W1, M1, N1, else own choice', evidence: 'own' },
  {
    ...returnWithdrawal.entries,
    'kin-came': { zh: '亲属已接领', en: 'kin came' },
    'no-longer-needed': { zh: '已无需要', en: 'no longer needed' },
    'sent-in-error': { zh: '误发', en: 'sent in error' },
    'wrong-person': { zh: '身份认定有误', en: 'identity was established wrongly' },
  },
);
export type ReferralWithdrawal = CodeOf<typeof referralWithdrawal>;
