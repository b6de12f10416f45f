import type { DutyRule } from './duty-rule.js';

/** 158号 was in print on this day (P8); the day of its issue was not read. */
const NOTICE_158 = '2015-09-01';
const DAY_BEFORE_NOTICE_158 = '2015-08-31';

type Limit = Omit<DutyRule, 'version' | 'jurisdiction' | 'validFrom' | 'validTo' | 'evidence' | 'ownChoice'>;

/**
 * The limits of 158号 before it existed: a hub that holds cases of 2013 keeps the same time as our own choice, and says so.
 */
const since158 = (rule: Limit): DutyRule[] => [
  { ...rule, version: 1, jurisdiction: 'CN', validTo: DAY_BEFORE_NOTICE_158, basis: `own choice: the limit of ${rule.basis} before its date`, evidence: 'own', ownChoice: true },
  { ...rule, version: 2, jurisdiction: 'CN', validFrom: NOTICE_158, evidence: 'confirmed', ownChoice: false },
];

/** T03 and the identity clocks of domain notes 4.1. T05, T06, T10 and T12 run from `admitted` (entry 入站), not from the find. */
export const nationalRules: readonly DutyRule[] = [
  {
    ruleId: 'T03',
    version: 1,
    jurisdiction: 'CN',
    // Decree 381 and Order 24 came into force together.
    validFrom: '2003-08-01',
    trigger: 'admitted',
    condition: 'the person may leave alone: 16 or over, no sign of mental or intellectual impairment',
    duty: { zh: '一般不超过10天的救助期限', en: 'normal stay ends, or an extension is filed' },
    responsible: 'station',
    limit: 10,
    unit: 'days',
    kind: 'deadline',
    counts: 'station-custody',
    stoppedBy: ['exit-completed', 'stay-extended', 'case-closed'],
    basis: 'Order 24 (P24); 132号 (P4); Anhui Decree 269 (P22b): "generally" 10 days',
    evidence: 'confirmed',
    ownChoice: false,
  },
  ...since158({
    ruleId: 'T05',
    trigger: 'admitted',
    condition: 'unidentified after the quick query',
    duty: { zh: '发布寻亲公告', en: 'publish a tracing notice' },
    responsible: 'station',
    limit: 24,
    unit: 'hours',
    kind: 'deadline',
    counts: 'elapsed',
    stoppedBy: ['tracing-notice-published', 'identity-established', 'case-closed'],
    basis: '158号 (P8), Beijing (P7), Anhui (P22b)',
  }),
  ...since158({
    ruleId: 'T06',
    trigger: 'admitted',
    condition: 'unidentified',
    duty: { zh: '报请公安机关采集DNA', en: 'ask the police to take a DNA sample' },
    responsible: 'station',
    limit: 7,
    unit: 'working-days',
    kind: 'deadline',
    counts: 'elapsed',
    stoppedBy: ['dna-requested', 'identity-established', 'case-closed'],
    basis: '158号 as implemented by Jiangxi (P47)',
  }),
  ...since158({
    ruleId: 'T07',
    trigger: 'dna-requested',
    duty: { zh: '采集、录入DNA并反馈结果', en: 'take and load the DNA sample and return the result' },
    responsible: 'police',
    limit: 1,
    unit: 'months',
    kind: 'deadline',
    counts: 'elapsed',
    stoppedBy: ['dna-result-returned', 'identity-established', 'case-closed'],
    basis: '158号 (P7, P48)',
  }),
  ...since158({
    ruleId: 'T10',
    trigger: 'admitted',
    condition: 'unidentified and in care',
    duty: { zh: '超过10天，确定长期照料方式', en: 'long-stay care options: in the station, off-site, or 特困供养' },
    responsible: 'station',
    limit: 10,
    unit: 'days',
    kind: 'threshold',
    counts: 'elapsed',
    stoppedBy: ['identity-established', 'exit-completed', 'case-closed'],
    basis: '158号 (P8)',
  }),
  {
    ruleId: 'T11',
    version: 1,
    jurisdiction: 'CN',
    // The number of the notice gives the year; its day was not read.
    validFrom: '2020-01-01',
    trigger: 'tracing-notice-published',
    condition: 'the stay goes on',
    duty: { zh: '更新寻亲公告', en: 'update the tracing notice with the progress made' },
    responsible: 'station',
    limit: 1,
    unit: 'months',
    kind: 'deadline',
    counts: 'elapsed',
    stoppedBy: ['tracing-notice-published', 'tracing-notice-withdrawn', 'identity-established', 'case-closed'],
    basis: '民发〔2020〕14号 (P11, a machine paraphrase)',
    evidence: 'weak',
    ownChoice: false,
  },
  ...since158({
    ruleId: 'T12',
    trigger: 'admitted',
    condition: 'still unidentified',
    duty: { zh: '满3个月，提出落户安置申请', en: 'apply for placement and settlement' },
    responsible: 'station',
    limit: 3,
    unit: 'months',
    kind: 'threshold',
    counts: 'elapsed',
    stoppedBy: ['settlement-applied', 'identity-established', 'exit-completed', 'case-closed'],
    basis: '158号 as applied in Inner Mongolia (P27), Tianjin (P35) and a Henan county (P49)',
  }),
];
