import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/**
 * Sex of a person. Source: GB/T 2261.1 (domain notes 6.3).
 * 0 and 9 stay apart: 0 = it could not be found out, 9 = nobody wrote it down.
 */
export const sex = codeSet(
  { zh: '性别', en: 'Sex', source: 'GB/T 2261.1', evidence: 'standard' },
  {
    '0': { zh: '未知的性别', en: 'unknown' },
    '1': { zh: '男性', en: 'male' },
    '2': { zh: '女性', en: 'female' },
    '9': { zh: '未说明的性别', en: 'not stated' },
  },
);
export type Sex = CodeOf<typeof sex>;
