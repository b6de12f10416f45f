import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/**
 * Why something is reported to the police. Source: domain notes 3.3 E10 (132号 P3, 158号 P6, 未成年人保护法 art. 11 for
 * suspected harm to a minor: at once). `death` and `missing` are ours: a death in care is reported (protocol walk 8), and a person who may not leave alone has left (protocol section 4).
 */
export const policeReportGround = codeSet(
  { zh: '报警事由', en: 'Ground of a report to the police', source: '132号 (P3), 158号 (P6), 未成年人保护法 art. 11; domain 3.3 E10', evidence: 'national-rule' },
  {
    'danger-to-self': { zh: '可能危害自身安全', en: 'danger to self' },
    'danger-to-others': { zh: '可能危害他人安全', en: 'danger to others' },
    'suspected-drug-use': { zh: '疑似吸毒', en: 'suspected drug use' },
    fugitive: { zh: '疑似在逃人员', en: 'suspected fugitive' },
    lost: { zh: '疑似走失', en: 'suspected lost' },
    abandoned: { zh: '疑似被遗弃', en: 'suspected abandoned' },
    trafficked: { zh: '疑似被拐卖', en: 'suspected trafficked' },
    abuse: { zh: '疑似受虐待、侵害', en: 'suspected abuse' },
    death: { zh: '死亡', en: 'a death' },
    missing: { zh: '无独立离站能力人员走失', en: 'a person who may not leave alone is missing' },
  },
);
export type PoliceReportGround = CodeOf<typeof policeReportGround>;
