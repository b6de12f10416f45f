import { z } from 'zod';
import { defineEvent } from '../event-definition.js';
import { circumstances, contact, health, identity, part, protectedLocation, record, statistical } from '../field.js';
import { condition, helpReason, kinContactResult, refusalGround, rescueType, specialGroup } from '../codes/index.js';
import { assessment, person, signs, statistics } from '../person.js';
import { instant, line, organisation, reference, text, uuid } from '../values.js';
import { oneOf } from '../vocabulary.js';
import { whoAndWhat } from './opening.js';

const responsibleStation = [{ roles: ['station' as const], as: ['responsible' as const] }];

export const eligibilityDecided = defineEvent('eligibility-decided', {
  zh: '甄别结论',
  en: 'Eligibility decided',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible', 'receiver'] }],
  fields: {
    eligible: record('符合救助条件', 'Eligible', z.boolean()),
    ground: record('认定依据', 'Ground (2014 rules: away from home, cannot resolve food and lodging)', z.enum(['away-from-home-without-means', 'minor-without-care', 'cannot-tell-helped-first', 'does-not-meet-conditions', 'refuses-information', 'other'])),
    place: record('甄别地点', 'Where', z.enum(['station', 'bedside'])),
    referralId: record('转介单编号', 'Guidance referral that this fulfils', uuid().optional()),
    ...whoAndWhat,
    evidence: circumstances('甄别材料', 'Evidence', text().optional()),
  },
});

/** A duty with its date as computed when it arose, with the versions that it was computed by: auditors compare against the rule in force then. */
const duties = () =>
  z.array(
    z.strictObject({
      rule: part('规则', 'Rule', line()),
      dueAt: part('期限', 'Due', z.string()),
      ruleVersion: part('规则版本', 'Version of the rule', line()),
      calendarVersion: part('日历版本', 'Version of the calendar', line()),
    }),
  );

/** The moment the station registers the person as a client, even at the bedside. One person-time (人次). */
export const admitted = defineEvent('admitted', {
  zh: '入站登记',
  en: 'Admitted',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible', 'receiver'] }],
  fields: {
    place: record('入站地点', 'Where', z.enum(['station', 'bedside'])),
    identified: record('身份明确', 'Identity is known at admission', z.boolean()),
    person: identity('身份信息', 'Who the person is, as known; the age at least as an estimate', person().required({ age: true })),
    signs: health('健康迹象', 'Signs that decide what the person may do', signs()),
    assessment: record('评估标志', 'Decision flags', assessment(), 'assessment'),
    helpReason: statistical('求助原因', 'Reason for help', oneOf(helpReason).optional()),
    conditionCategory: statistical('身体状况类别（月报）', 'Condition category of the monthly return; from the signs, if absent', oneOf(condition).optional()),
    rescueType: statistical('救助类型（月报）', 'Rescue type of the monthly return', oneOf(rescueType).optional()),
    specialGroups: statistical('特殊人员（月报）', 'Special groups of the monthly return', z.array(oneOf(specialGroup)).max(6).optional()),
    statistics: statistical('统计标志', 'What reports count', statistics(), 'statistics'),
    course: circumstances('流浪经过', 'Reason, time and course of vagrancy', text().optional()),
    kin: contact('近亲属', 'Close relatives as named', z.array(part('亲属', 'Relative', text())).max(20).optional()),
    duties: record('期限', 'Duties that start here', duties(), 'duties'),
  },
});

export const sheltered = defineEvent('sheltered', {
  zh: '安排住宿',
  en: 'Sheltered',
  by: [{ roles: ['station'], as: ['custodian'] }],
  fields: {
    area: record('区域', 'Area. Rooms are separated by sex (Decree 381 art. 8); which of them it is stands in no plain text', z.enum(['dormitory', 'minors', 'observation', 'family'])),
    bed: record('床位', 'Bed', reference().optional()),
  },
});

export const admissionRefused = defineEvent('admission-refused', {
  zh: '不予救助',
  en: 'Admission refused',
  stateBearing: true,
  by: responsibleStation,
  fields: {
    notice: record('不予救助通知书编号', 'Number of the written notice (Form 2)', reference()),
    code: record('理由代码', 'Reason', oneOf(refusalGround)),
    deliveredAt: record('送达时间', 'Delivered', instant()),
    remedyStated: record('已告知救济途径', 'The notice names the remedy: complaint to local civil affairs (Decree 381 art. 15)', z.literal(true)),
    reason: circumstances('理由', 'Reason in words', text()),
  },
});

export const quickQueryRun = defineEvent('quick-query-run', {
  zh: '身份快速查询',
  en: 'Quick query run',
  by: responsibleStation,
  fields: {
    systems: record('查询系统', 'Systems queried', z.array(z.enum(['national-rescue-system', 'face-comparison', 'missing-persons', 'population'])).min(1).max(4)),
    hit: record('命中', 'A hit', z.boolean()),
    matched: identity('命中信息', 'What matched', text().optional()),
  },
});

export const tracingNoticePublished = defineEvent('tracing-notice-published', {
  zh: '发布寻亲公告',
  en: 'Tracing notice published',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible', 'emitter'] }],
  fields: {
    noticeId: record('公告编号', 'Notice', uuid(), 'event-id'),
    channels: record('发布渠道', 'Channels', z.array(z.enum(['national-tracing-site', 'newspaper', 'station-site', 'broadcast', 'social-media'])).min(1).max(5)),
    expiresAt: record('公告截止', 'Expires', instant().optional()),
    updates: record('更新的公告', 'Notice that this one refreshes (monthly for long stays)', uuid().optional()),
    published: identity('公开内容', 'Exactly what was made public; never a diagnosis (精神卫生法 art. 4)', z.strictObject({ description: part('公开描述', 'Description', text()), photo: part('照片编号', 'Photo reference', reference()).optional() })),
  },
});

export const tracingNoticeWithdrawn = defineEvent('tracing-notice-withdrawn', {
  zh: '撤回寻亲公告',
  en: 'Tracing notice withdrawn',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible', 'emitter'] }],
  fields: { noticeId: record('公告编号', 'Notice', uuid()), code: record('理由代码', 'Reason', z.enum(['identified', 'expired', 'error', 'protection', 'person-asked'])) },
});

export const kinContacted = defineEvent('kin-contacted', {
  zh: '联系亲属',
  en: 'Kin contacted',
  stateBearing: true,
  by: [{ roles: ['station', 'civil-affairs', 'hospital', 'police', 'elder-care'], as: ['custodian', 'responsible', 'receiver'] }],
  fields: {
    referralId: record('返乡转介单编号', 'Return under which the office of origin speaks to kin', uuid().optional()),
    result: record('结果代码', 'Result; K1 to K4 as in domain section 6.9', oneOf(kinContactResult)),
    kin: contact('亲属', 'Kin and how reached', text().optional()),
    relation: contact('关系', 'Relation', line().optional()),
    said: circumstances('亲属答复', 'What was said', text().optional()),
  },
});

export const stayExtended = defineEvent('stay-extended', {
  zh: '延长救助期限',
  en: 'Stay extended',
  by: responsibleStation,
  fields: {
    until: record('延长至', 'New limit', instant()),
    filedWith: record('备案机关', 'Superior civil affairs office it was filed with', organisation()),
    reason: circumstances('理由', 'Reason', text()),
  },
});

export const protectionSet = defineEvent('protection-set', {
  zh: '设置保护',
  en: 'Protection set',
  stateBearing: true,
  by: [{ roles: ['police', 'station', 'civil-affairs'], as: ['custodian', 'responsible', 'opener', 'supervising'] }],
  fields: { ground: protectedLocation('保护事由', 'Ground', z.enum(['domestic-violence', 'trafficking', 'threat', 'other'])), details: protectedLocation('说明', 'Details', text().optional()) },
});

export const protectionLifted = defineEvent('protection-lifted', {
  zh: '解除保护',
  en: 'Protection lifted',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible'] }],
  fields: { personAgrees: record('本人同意', 'The person agrees', z.literal(true)), note: protectedLocation('说明', 'Note', text().optional()) },
});
