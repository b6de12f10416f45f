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

/**
 * By what one human may look at a record that takes an approval (未成年人保护法 art. 36 of the rules on minors' data; domain 8.2). The first two are approved by being so.
 * - opening-worker: opened the case; where the opening names nobody, anybody of that organisation
 * - assigned-worker: the worker whom the organisation charged with the case
 * - approved: a second person approved it
 * - broken-glass: said why it could not wait, within the last 24 hours
 */
export const approvals = ['opening-worker', 'assigned-worker', 'approved', 'broken-glass'] as const;
export type Approval = (typeof approvals)[number];

/**
 * What protects a person beside the classes of data: it takes away from what the disclosure table grants.
 * - under-14: an assessment says that the person is under 14, and nobody who may look has said otherwise since
 * - hidden: the person is under protection, and whoever asks must not learn the place
 * - restricted: processing is restricted (PIPL art. 47)
 */
export const safeguards = ['under-14', 'hidden', 'restricted'] as const;
export type Safeguard = (typeof safeguards)[number];
