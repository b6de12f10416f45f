import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/**
 * Why rescue is terminated (notice, form 5). LOCAL: Yinchuan (P37), the last one another local rule (P59); domain
 * notes 6.8. Not national law: a station elsewhere may have none of these grounds.
 */
export const terminationGround = codeSet(
  { zh: '终止救助事由', en: 'Ground of termination', source: 'Yinchuan station rule (P37), P59, domain 6.8', evidence: 'local' },
  {
    'refuses-security-check': { zh: '拒绝安全检查', en: 'refuses the security check' },
    ineligible: { zh: '发现不符合救助条件', en: 'found ineligible' },
    'serious-disorder': { zh: '严重违法违纪、扰乱秩序', en: 'breaks law, discipline and order seriously' },
    deceit: { zh: '骗取救助', en: 'obtained help by deceit' },
    'refuses-to-leave': { zh: '救助期满、有基本生活保障而拒不离站', en: 'period over, has basic security, refuses to leave' },
    'false-information': { zh: '提供虚假个人信息', en: 'gives false personal information' },
  },
);
export type TerminationGround = CodeOf<typeof terminationGround>;
