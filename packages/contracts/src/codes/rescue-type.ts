import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/** Kind of help given. Source: Henan form group 6 (P51), domain notes 6.10. The form counts each person once. */
export const rescueType = codeSet(
  { zh: '救助类型', en: 'Rescue type', source: 'Henan form group 6 (P51), domain 6.10', evidence: 'local' },
  {
    '6.1': { zh: '医疗救治', en: 'medical care' },
    '6.2': { zh: '教育矫治', en: 'education and correction' },
    '6.3': { zh: '家庭寄养', en: 'foster family' },
    '6.4': { zh: '生活救助', en: 'food and lodging' },
    '6.5': { zh: '返乡救助', en: 'help to return' },
    '6.6': { zh: '临时安置', en: 'temporary placement: long-term support of unidentified people, and minors cared for' },
    '6.7': { zh: '其他救助', en: 'other' },
  },
);
export type RescueType = CodeOf<typeof rescueType>;
