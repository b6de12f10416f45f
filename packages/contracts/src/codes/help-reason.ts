import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/**
 * Why help was needed. Source: seed S4-14, the survey's new client types; entries marked `own` are our addition, so
 * that the ordinary ones can be told apart from 其他.
 */
export const helpReason = codeSet(
  { zh: '求助原因', en: 'Help reason', source: 'seed S4-14 and own choice', evidence: 'seed' },
  {
    'theft-victim': { zh: '财物被盗', en: 'money or belongings stolen', own: false },
    'job-seeking-failed': { zh: '务工不着', en: 'found no work', own: false },
    'visit-failed': { zh: '投亲不遇', en: 'found no kin', own: true },
    'pyramid-scheme': { zh: '传销解救', en: 'rescued from a pyramid scheme', own: false },
    trafficked: { zh: '被拐解救', en: 'rescued from trafficking', own: false },
    scavenging: { zh: '拾荒', en: 'scavenging', own: false },
    begging: { zh: '乞讨', en: 'begging', own: true },
    lost: { zh: '走失', en: 'lost', own: true },
    'left-behind-child': { zh: '留守儿童', en: 'left-behind child', own: false },
    'no-carer': { zh: '实际无人照管', en: 'child in fact without care', own: false },
    'domestic-violence': { zh: '家庭暴力', en: 'domestic violence', own: true },
    illness: { zh: '疾病', en: 'illness', own: true },
    other: { zh: '其他', en: 'other', own: true },
  },
);
export type HelpReason = CodeOf<typeof helpReason>;
