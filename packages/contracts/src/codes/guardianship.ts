import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';

/** Grounds of temporary guardianship by civil affairs: 未成年人保护法 (2024) art. 92, items 1 to 7. Code = article.item. */
export const temporaryGuardianshipGround = codeSet(
  { zh: '临时监护情形', en: 'Ground of temporary guardianship', source: '未成年人保护法 art. 92', evidence: 'law' },
  {
    '92.1': { zh: '流浪乞讨或者身份不明，暂时查找不到父母或者其他监护人', en: 'vagrant, begging or unidentified, and no parent or guardian found for now' },
    '92.2': { zh: '监护人下落不明且无其他人可以担任监护人', en: 'guardian missing and nobody else can be guardian' },
    '92.3': { zh: '监护人因客观原因或者突发事件不能履行监护职责，导致监护缺失', en: 'guardian prevented by circumstances or an emergency' },
    '92.4': { zh: '监护人拒绝或者怠于履行监护职责，导致无人照料', en: 'guardian refuses or neglects, and nobody looks after the child' },
    '92.5': { zh: '监护人教唆、利用未成年人实施违法犯罪行为，需要带离安置', en: 'guardian abets or uses the child in offences, and the child must be taken away' },
    '92.6': { zh: '遭受监护人严重伤害或者面临人身安全威胁，需要紧急安置', en: 'severely harmed or threatened by the guardian, and must be placed at once' },
    '92.7': { zh: '法律规定的其他情形', en: 'other cases that a law provides' },
  },
);
export type TemporaryGuardianshipGround = CodeOf<typeof temporaryGuardianshipGround>;

/** How a child under temporary guardianship is cared for: 未成年人保护法 (2024) art. 93 paragraph 1. */
export const guardianshipMode = codeSet(
  { zh: '临时监护安置方式', en: 'Mode of care under temporary guardianship', source: '未成年人保护法 art. 93', evidence: 'law' },
  {
    'kin-care': { zh: '委托亲属抚养', en: 'entrusted to kin' },
    'foster-family': { zh: '家庭寄养', en: 'foster family' },
    'minors-centre': { zh: '未成年人救助保护机构', en: "minors' rescue and protection centre" },
    'child-welfare': { zh: '儿童福利机构', en: 'child-welfare institution' },
    other: { zh: '其他方式', en: 'another form of placement' },
  },
);
export type GuardianshipMode = CodeOf<typeof guardianshipMode>;

/** Grounds of long-term guardianship by civil affairs: 未成年人保护法 (2024) art. 94, items 1 to 5. */
export const longTermGuardianshipGround = codeSet(
  { zh: '长期监护情形', en: 'Ground of long-term guardianship', source: '未成年人保护法 art. 94', evidence: 'law' },
  {
    '94.1': { zh: '查找不到父母或者其他监护人', en: 'no parent or guardian can be found' },
    '94.2': { zh: '监护人死亡或者被宣告死亡且无其他人可以担任监护人', en: 'guardian dead or declared dead, and nobody else can be guardian' },
    '94.3': { zh: '监护人丧失监护能力且无其他人可以担任监护人', en: 'guardian has lost the capacity, and nobody else can be guardian' },
    '94.4': { zh: '人民法院撤销监护人资格并指定民政部门担任监护人', en: 'court revoked the guardian and appointed civil affairs' },
    '94.5': { zh: '法律规定的其他情形', en: 'other cases that a law provides' },
  },
);
export type LongTermGuardianshipGround = CodeOf<typeof longTermGuardianshipGround>;

/** Why a guardianship ends. `guardian-fit-again` is art. 93 paragraph 2, `long-term` art. 94, `adopted` art. 95; the rest follows from being a minor. */
export const guardianshipEnd = codeSet(
  { zh: '监护终止原因', en: 'Why a guardianship ends', source: '未成年人保护法 art. 93 to 95 and own choice', evidence: 'own' },
  {
    'guardian-fit-again': { zh: '监护人重新具备履行监护职责条件', en: 'guardian is fit again, by the assessment of civil affairs' },
    'guardian-found': { zh: '找到监护人', en: 'guardian found' },
    'long-term': { zh: '转为长期监护', en: 'long-term guardianship follows' },
    adopted: { zh: '收养关系成立', en: 'adopted' },
    adult: { zh: '年满十八周岁', en: 'turned 18' },
    transferred: { zh: '移交其他民政部门', en: 'another civil affairs office took over' },
    died: { zh: '死亡', en: 'died' },
  },
);
export type GuardianshipEnd = CodeOf<typeof guardianshipEnd>;
