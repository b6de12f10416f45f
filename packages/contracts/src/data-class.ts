/**
 * What kind of fact a field holds. Disclosure, sealing and erasure go by class, never by field.
 * Source: design section 4, from PIPL (个人信息保护法) art. 28 to 30 and the access matrix of the domain notes, section 8.2.
 */
export const dataClasses = {
  record: { zh: '业务记录', en: 'codes, times, ids, organisations, divisions and decision flags; the only class in plain text in the log' },
  identity: { zh: '身份', en: 'name, identity number, sex, age, place of registration' },
  contact: { zh: '联系人', en: 'kin, collectors and people who signed' },
  circumstances: { zh: '经过', en: 'where and how a person was found, belongings, reasons, free text of the file' },
  health: { zh: '健康', en: 'signs, findings, diagnoses, admissions, causes of death' },
  care: { zh: '照料', en: 'care needs, medication to continue, daily care' },
  'biometric-reference': { zh: '生物识别索引', en: 'references to samples and comparisons, never a profile' },
  'protected-location': { zh: '受保护地点', en: 'whereabouts that a person is hidden at, and why' },
  statistical: { zh: '统计', en: 'sex, age band, origin relation, key groups, help reason; sealed under the hub, not under the person' },
} as const satisfies Record<string, { zh: string; en: string }>;

export type DataClass = keyof typeof dataClasses;
/** Every class but `record` leaves the process only sealed. */
export type SealedClass = Exclude<DataClass, 'record'>;

export const sealedClasses = Object.keys(dataClasses).filter((name): name is SealedClass => name !== 'record');
