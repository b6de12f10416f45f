import { codeSet, codeSubset } from './code-set.js';
import type { CodeOf } from './code-set.js';

/**
 * Why a person is not taken back. Source: seed S4-17 made codable, domain notes 6.9 (`D`). The first letter = who or
 * what blocks, and so who may use the code (protocol section 3): O by the office that declines a return, K as the
 * result of `kin-contacted`, U, W, M and N by the station that withdraws a return.
 */
export const returnRefusal = codeSet(
  { zh: '返乡受阻原因', en: 'Why a return is blocked', source: 'seed S4-17, domain 6.9', evidence: 'seed' },
  {
    K1: { zh: '亲属或单位不愿接领，要求送回', en: 'kin or unit unwilling, want delivery' },
    K2: { zh: '亲属推诿拖延', en: 'kin stall' },
    K3: { zh: '亲属明确拒绝', en: 'kin refuse outright' },
    K4: { zh: '亲属查找不到', en: 'kin not found' },
    O1: { zh: '流出地不配合', en: 'origin office does not cooperate' },
    O2: { zh: '流出地称非本地居民', en: 'origin office says not its resident' },
    O3: { zh: '流出地无安置机构', en: 'origin has no institution' },
    U1: { zh: '身份不明', en: 'identity unknown' },
    W1: { zh: '本人不愿返乡', en: 'person unwilling to return' },
    M1: { zh: '身体状况不宜出行', en: 'not fit to travel' },
    N1: { zh: '本地无福利机构', en: 'no welfare institution locally' },
  },
);
export type ReturnRefusal = CodeOf<typeof returnRefusal>;

/** What the origin office may decline a return with. */
export const officeRefusal = codeSubset(returnRefusal, { zh: '流出地拒绝接收原因', en: 'Why the origin office declines a return' }, 'O1', 'O2', 'O3');
export type OfficeRefusal = CodeOf<typeof officeRefusal>;

/** What contact with kin may end in, when kin do not take the person. */
export const kinRefusal = codeSubset(returnRefusal, { zh: '亲属未接领原因', en: 'Why kin do not collect' }, 'K1', 'K2', 'K3', 'K4');
export type KinRefusal = CodeOf<typeof kinRefusal>;

/** What the station may withdraw a return with. */
export const returnWithdrawal = codeSubset(returnRefusal, { zh: '撤回返乡申请原因', en: 'Why the station withdraws a return' }, 'U1', 'W1', 'M1', 'N1');
export type ReturnWithdrawal = CodeOf<typeof returnWithdrawal>;

/** Result of contacting kin: they take the person, or one of K1 to K4. The results that are not refusals are our own choice. */
export const kinContactResult = codeSet(
  { zh: '联系亲属结果', en: 'Result of contacting kin', source: 'domain 6.9 and own choice', evidence: 'own' },
  {
    'will-collect': { zh: '同意接领', en: 'kin will collect' },
    informed: { zh: '已告知', en: 'kin were told' },
    'will-receive': { zh: '同意在家接收', en: 'kin will receive at home' },
    ...kinRefusal.entries,
  },
);
export type KinContactResult = CodeOf<typeof kinContactResult>;
