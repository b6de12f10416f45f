/** Classes of case files that an installation gives a term, in years, or keeps for ever. */
export const retentionClasses = ['case-file', 'kept-for-identification'] as const;
export type RetentionClass = (typeof retentionClasses)[number];

export interface RetentionLine {
  readonly record: string;
  readonly zh: string;
  readonly en: string;
  readonly keep: string;
  readonly basis: string;
  /** `law`: in force, and read. `draft`: the text that was found is a draft. `unconfirmed`: a judgement, or practice that nobody has confirmed. */
  readonly sure: 'law' | 'draft' | 'unconfirmed';
  /** Where such records are kept: the hub erases case files alone. */
  readonly kept: 'case-files' | 'log-lines' | 'who-looked' | 'backups' | 'not-in-the-hub';
  /** The term is the installation's (GUITU_RETENTION); without it nothing of this line is due and nothing stands against an erasure. */
  readonly parameter?: RetentionClass;
}

/** The retention schedule: what is kept for how long, and how sure that is. Nothing here erases: it says what is due, and two humans decide. */
export const retentionSchedule: readonly RetentionLine[] = [
  { record: 'call-recordings', zh: '通话录音', en: 'Call recordings', keep: 'at least 3 months', basis: 'MZ/T 089-2017', sure: 'law', kept: 'not-in-the-hub' },
  { record: 'cctv', zh: '机构监控录像', en: 'Video of institutions', keep: 'at least 3 months', basis: 'draft rules for child-welfare institutions', sure: 'draft', kept: 'not-in-the-hub' },
  { record: 'security-logs', zh: '安全日志', en: 'Security logs', keep: 'at least 6 months', basis: 'Cybersecurity Law art. 21', sure: 'law', kept: 'log-lines' },
  { record: 'disclosures', zh: '查阅记录与影响评估', en: 'Disclosure records, impact assessments', keep: 'at least 3 years', basis: 'PIPL art. 56', sure: 'law', kept: 'who-looked' },
  { record: 'key-backups', zh: '密钥备份', en: 'Backups of keys', keep: 'at most 30 days', basis: 'the hub: a person who was erased is readable for as long as an old copy of the key is', sure: 'unconfirmed', kept: 'backups' },
  {
    record: 'case-file', zh: '个案档案', en: 'Case file', keep: "by the archive schedule of the unit (10 or 30 years, permanent)", basis: 'E-Government archive rules; concrete years not found', sure: 'unconfirmed', kept: 'case-files', parameter: 'case-file',
  },
  {
    record: 'kept-for-identification', zh: '身份不明、安置、死亡人员档案', en: 'Files of unidentified, settled or deceased persons', keep: 'permanent, or 30 years', basis: 'needed for later identification; a judgement', sure: 'unconfirmed', kept: 'case-files', parameter: 'kept-for-identification',
  },
  { record: 'hospital-records', zh: '医院病历', en: "A hospital's own records", keep: '15 years (outpatient), 30 years (inpatient)', basis: 'Mental Health Law; rules on medical records', sure: 'law', kept: 'not-in-the-hub' },
];
