import { z } from 'zod';
import { guardianshipEnd, guardianshipMode, longTermGuardianshipGround, temporaryGuardianshipGround } from '../codes/index.js';
import { defineEvent } from '../event-definition.js';
import { biometricReference, care, circumstances, contact, health, identity, protectedLocation, record, statistical } from '../field.js';
import { agencyRoles } from '../roles.js';
import { day, organisation, text, uuid } from '../values.js';
import { statistics } from '../person.js';
import { oneOf } from '../vocabulary.js';

const agencies = [...agencyRoles];

export const escalationRaised = defineEvent('escalation-raised', {
  zh: '提请协调',
  en: 'Escalation raised',
  stateBearing: true,
  by: [{ roles: agencies, as: ['custodian', 'responsible', 'asker', 'receiver', 'addressee'] }],
  fields: {
    escalationId: record('协调编号', 'Escalation', uuid(), 'event-id'),
    to: record('协调机关', 'Civil affairs office', organisation()),
    issue: record('事项', 'Issue', z.enum(['return-refused', 'kin-refuse', 'no-answer', 'third-redirect', 'not-collected-from-hospital', 'no-institution', 'handover-disputed', 'contract-ended', 'other'])),
    referralId: record('转介单编号', 'Referral it concerns', uuid().optional()),
    previous: record('前次协调编号', 'Escalation of the level below that this one continues', uuid().optional()),
    details: circumstances('说明', 'Details', text().optional()),
  },
});

export const escalationResolved = defineEvent('escalation-resolved', {
  zh: '协调决定',
  en: 'Escalation resolved',
  stateBearing: true,
  by: [{ roles: ['civil-affairs'], as: ['addressee'] }],
  fields: {
    escalationId: record('协调编号', 'Escalation', uuid()),
    outcome: record('决定', 'Outcome', z.enum(['accept-ordered', 'other-county', 'settle-here', 'escort-anyway', 'take-over'])),
    directs: record('责成机构', 'Organisation that must now accept', organisation().optional()),
    reason: circumstances('理由', 'Reason', text().optional()),
  },
});

export const guardianshipStarted = defineEvent('guardianship-started', {
  zh: '监护开始',
  en: 'Guardianship started',
  stateBearing: true,
  by: [{ roles: ['civil-affairs'], as: ['supervising', 'responsible', 'custodian', 'addressee'] }],
  fields: {
    kind: record('监护类型', 'Temporary (未成年人保护法 art. 92) or long-term (art. 94)', z.enum(['temporary', 'long-term'])),
    ground: record('依据项', 'Article and item', z.enum([...temporaryGuardianshipGround.values, ...longTermGuardianshipGround.values])),
    mode: record('方式', 'Mode (art. 93)', oneOf(guardianshipMode)),
  },
});

export const guardianshipEnded = defineEvent('guardianship-ended', {
  zh: '监护终止',
  en: 'Guardianship ended',
  stateBearing: true,
  by: [{ roles: ['civil-affairs'], as: ['emitter'] }],
  fields: { code: record('理由代码', 'Reason', oneOf(guardianshipEnd)) },
});

export const duplicateAccepted = defineEvent('duplicate-accepted', {
  zh: '认定本案保留',
  en: 'Duplicate accepted: this case survives',
  stateBearing: true,
  by: [{ roles: agencies, as: ['participant', 'supervising'] }],
  fields: { of: record('重复个案', 'Case that is the duplicate', uuid()), evidence: circumstances('依据', 'Evidence', text().optional()) },
});

export const duplicateDeclared = defineEvent('duplicate-declared', {
  zh: '认定本案重复',
  en: 'Declared a duplicate',
  stateBearing: true,
  by: [{ roles: agencies, as: ['participant', 'supervising'] }],
  fields: { survivor: record('保留个案', 'Case that goes on', uuid()), evidence: circumstances('依据', 'Evidence', text().optional()) },
});

/** Parts of a corrected event's sealed fields, by class; the service checks them against the target's own schema. */
const patchOf = () => z.record(z.string(), z.json()).optional();

/** A typed patch of descriptive fields. Events that bear state are voided instead. */
export const corrected = defineEvent('corrected', {
  zh: '更正',
  en: 'Corrected',
  by: [{ roles: agencies, as: ['emitter'] }],
  fields: {
    target: record('被更正事件', 'Event that is corrected', uuid()),
    code: record('更正原因', 'Reason', z.enum(['typing-error', 'better-knowledge', 'person-asked', 'other'])),
    identity: identity('身份更正', 'Patch of identity fields', patchOf()),
    contact: contact('联系人更正', 'Patch of contact fields', patchOf()),
    circumstances: circumstances('经过更正', 'Patch of circumstances fields', patchOf()),
    health: health('健康更正', 'Patch of health fields', patchOf()),
    care: care('照料更正', 'Patch of care fields', patchOf()),
    biometricReference: biometricReference('生物识别索引更正', 'Patch of biometric references', patchOf()),
    protectedLocation: protectedLocation('受保护地点更正', 'Patch of protected locations', patchOf()),
    statistics: statistical('统计标志', 'What reports count after the correction of who somebody is, or of the signs', statistics().partial().optional(), 'statistics'),
  },
});

export const voidProposed = defineEvent('void-proposed', {
  zh: '提议撤销',
  en: 'Void proposed',
  stateBearing: true,
  by: [{ roles: agencies, as: ['emitter', 'other-party'] }],
  fields: { target: record('拟撤销事件', 'Two-sided event', uuid()), reason: circumstances('理由', 'Reason', text()) },
});

/** The event stays in the log; folding goes on as if it had not happened. */
export const voided = defineEvent('voided', {
  zh: '撤销',
  en: 'Voided',
  stateBearing: true,
  by: [{ roles: agencies, as: ['emitter', 'other-party'] }],
  fields: { target: record('被撤销事件', 'Event that is voided', uuid()), reason: circumstances('理由', 'Reason', text()) },
});

/** Stops all processing but storage and security (PIPL art. 47). */
export const restricted = defineEvent('restricted', {
  zh: '限制处理',
  en: 'Processing restricted',
  stateBearing: true,
  by: [{ roles: ['data-protection'], as: ['participant'] }],
  fields: { ground: record('依据', 'Ground (PIPL art. 44, 47)', z.enum(['person-asked', 'purpose-ended', 'retention-over', 'unlawful', 'dispute'])), until: record('至', 'Last day', day().optional()) },
});

/** Processing goes on before the last day of a restriction, or without one: what it was for is over. */
export const restrictionLifted = defineEvent('restriction-lifted', {
  zh: '解除限制处理',
  en: 'Restriction of processing lifted',
  stateBearing: true,
  by: [{ roles: ['data-protection'], as: ['participant'] }],
  fields: { ground: record('依据', 'Ground: the person asks for it, the dispute is settled, a duty of law (PIPL art. 13, 35), or it was a mistake', z.enum(['person-asked', 'dispute-settled', 'legal-duty', 'mistaken'])) },
});

/** The first event of every log: mints the hub's id, which `source` of all others names. */
export const hubStarted = defineEvent('hub-started', {
  category: 'hub',
  zh: '系统启用',
  en: 'Hub started',
  by: [{ roles: ['hub'], as: ['opening'] }],
  fields: { hubId: record('系统编号', 'Hub', uuid()), format: record('日志格式', 'Log format', z.literal(1)) },
});
