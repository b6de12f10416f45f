import { z } from 'zod';
import { defineEvent } from '../event-definition.js';
import { circumstances, contact, health, record } from '../field.js';
import { agencyRoles } from '../roles.js';
import { referralDecline, referralWithdrawal } from '../codes/index.js';
import { oneOf, purpose, returnMode } from '../vocabulary.js';
import { instant, line, organisation, text, uuid } from '../values.js';

const referralId = () => record('转介单编号', 'Referral', uuid());
const note = () => circumstances('说明', 'Note', text().optional());
const agencies = [...agencyRoles];

export const referralSent = defineEvent('referral-sent', {
  zh: '发出转介',
  en: 'Referral sent',
  stateBearing: true,
  by: [{ roles: agencies, as: ['custodian', 'responsible'] }],
  fields: {
    referralId: record('转介单编号', 'Referral', uuid(), 'event-id'),
    to: record('接收机构', 'Receiver', organisation()),
    purpose: record('转介事由', 'Purpose', purpose()),
    urgency: record('紧急程度', 'Urgency; an emergency may be handed over before it is accepted', z.enum(['normal', 'emergency']).default('normal')),
    needsEscort: record('需护送', 'Needs an escort', z.boolean().optional()),
    expectedAt: record('预计到达', 'Expected arrival', instant().optional()),
    directedBy: record('上级决定机构', 'Office above whose decision directs it: it cannot be declined', organisation().optional()),
    personAgrees: record('本人同意', 'The person agrees; needed for a return while protection is set', z.boolean().optional()),
    reason: circumstances('转介理由', 'Reason', text().optional()),
    condition: health('健康摘要', 'Health summary', text().optional()),
  },
});

export const referralReceived = defineEvent('referral-received', {
  zh: '签收转介',
  en: 'Referral received',
  stateBearing: true,
  by: [{ roles: agencies, as: ['receiver'] }],
  fields: { referralId: referralId(), signedBy: contact('签收人', 'Who signed', line()) },
});

export const referralAccepted = defineEvent('referral-accepted', {
  zh: '受理转介',
  en: 'Referral accepted',
  stateBearing: true,
  by: [{ roles: agencies, as: ['receiver'] }],
  fields: {
    referralId: referralId(),
    mode: record('返乡方式', 'How the person is taken back; only and always for a return', returnMode().optional()),
    plannedAt: record('计划时间', 'Planned time', instant().optional()),
    note: note(),
  },
});

export const referralDeclined = defineEvent('referral-declined', {
  zh: '不予受理转介',
  en: 'Referral declined',
  stateBearing: true,
  by: [{ roles: agencies, as: ['receiver'] }],
  fields: { referralId: referralId(), code: record('理由代码', 'Reason', oneOf(referralDecline)), note: note() },
});

export const referralRedirected = defineEvent('referral-redirected', {
  zh: '改派转介',
  en: 'Referral redirected',
  stateBearing: true,
  by: [{ roles: agencies, as: ['receiver'] }],
  fields: {
    referralId: referralId(),
    to: record('改派至', 'New receiver', organisation()),
    newId: record('新转介单编号', 'Child referral: same asker, same custodian', uuid(), 'event-id'),
    purpose: record('转介事由', 'Purpose of the child; a hospital as new receiver makes it medical', purpose().optional()),
    note: note(),
  },
});

export const referralWithdrawn = defineEvent('referral-withdrawn', {
  zh: '撤回转介',
  en: 'Referral withdrawn',
  stateBearing: true,
  by: [{ roles: agencies, as: ['asker', 'responsible'] }],
  fields: { referralId: referralId(), code: record('理由代码', 'Reason', oneOf(referralWithdrawal)), note: note() },
});

export const referralLapsed = defineEvent('referral-lapsed', {
  zh: '转介失效',
  en: 'Referral lapsed',
  stateBearing: true,
  by: [{ roles: agencies, as: ['receiver', 'responsible'] }],
  fields: { referralId: referralId(), code: record('理由代码', 'Reason', z.enum(['not-arrived', 'left', 'died', 'duplicate', 'closed'])), note: note() },
});
