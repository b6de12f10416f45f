/** Kinds of organisation; a token carries exactly one. Several roles in one house are several organisations of the register (一套人马两块牌子). */
export const roles = {
  police: { zh: '公安机关', en: 'police' },
  hospital: { zh: '定点医疗机构', en: 'designated hospital' },
  station: { zh: '救助管理站', en: 'rescue station' },
  'elder-care': { zh: '托养机构', en: 'elder-care partner' },
  'civil-affairs': { zh: '民政部门', en: 'civil affairs office' },
  audit: { zh: '审计', en: 'auditor' },
  'data-protection': { zh: '个人信息保护负责人', en: "hub's data-protection officer" },
  hub: { zh: '系统', en: 'the hub itself' },
} as const;
export type Role = keyof typeof roles;

/** The five kinds of agency that hand a person on. */
export const agencyRoles = ['police', 'hospital', 'station', 'elder-care', 'civil-affairs'] as const;
export type AgencyRole = (typeof agencyRoles)[number];

/**
 * What an organisation is to a case or to the thing that an event names (protocol section 4).
 * - opening: the case does not exist yet
 * - opener, custodian, responsible: of the case
 * - asker, receiver: of the referral or handover that the event names
 * - addressee: of the identity check, DNA request, settlement application or escalation that the event names
 * - emitter: of the event that this one answers, ends, corrects or voids
 * - other-party: the second signatory of a two-sided event
 * - supervising: civil affairs of a division above (or the same as) the responsible organisation's
 * - participant: takes part in the case by any of these
 */
export const relations = ['opening', 'opener', 'custodian', 'responsible', 'asker', 'receiver', 'addressee', 'emitter', 'other-party', 'supervising', 'participant'] as const;
export type Relation = (typeof relations)[number];

export interface Emitters {
  readonly roles: readonly Role[];
  /** Any one of these is enough. */
  readonly as: readonly Relation[];
}
