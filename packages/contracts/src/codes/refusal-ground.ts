import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/**
 * Why a person is not admitted (written notice, form 2). LOCAL: a Guangdong city (P58); domain notes 6.8. National law
 * (Decree 381 art. 6) asks only that a reason is given; eligibility is the wider test of the 2014 rules. Never a ground
 * against a person who cannot give information because of age, illness or disability (P22b).
 */
export const refusalGround = codeSet(
  { zh: '不予救助事由', en: 'Ground of refusal', source: 'a Guangdong city (P58), domain 6.8', evidence: 'local' },
  {
    'not-eligible': { zh: '不符合救助条件', en: 'does not meet the conditions' },
    'refuses-information': { zh: '拒不提供个人信息', en: 'refuses to give personal information' },
    'refuses-to-explain-condition': { zh: '入站前有重病、精神疾病、传染病或明显外伤而拒不说明', en: 'serious, mental or infectious illness or visible injury before entry, refuses to explain' },
  },
);
export type RefusalGround = CodeOf<typeof refusalGround>;
