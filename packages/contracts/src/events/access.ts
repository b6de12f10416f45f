import { z } from 'zod';
import { defineEvent } from '../event-definition.js';
import { circumstances, record } from '../field.js';
import { agencyRoles } from '../roles.js';
import { instant, organisation, text, user, uuid } from '../values.js';

const whoeverTakesPart = [{ roles: [...agencyRoles], as: ['participant' as const, 'supervising' as const] }];

/** Who looks at the record of a person under 14 must have been charged with it, or approved, or have said why it could not wait (domain 8.2). None of these bears state: they say who may read, not where the person is. */
export const workerAssigned = defineEvent('worker-assigned', {
  zh: '指定经办人',
  en: 'Worker assigned',
  by: [{ roles: ['station', 'civil-affairs'], as: ['participant', 'supervising'] }],
  fields: { user: record('经办人', 'Worker of the own organisation who is charged with the case from now on; not the one who reports it', user()) },
});

export const accessApproved = defineEvent('access-approved', {
  zh: '批准查阅',
  en: 'Access approved',
  by: whoeverTakesPart,
  fields: {
    organisation: record('机构', 'Organisation whose access is approved: the own one, another that takes part, or auditors', organisation()),
    user: record('人员', 'Worker; all of another organisation, if absent. Not the one who approves', user().optional()),
    until: record('批准至', 'When the approval ends; never, if absent', instant().optional()),
    reason: circumstances('理由', 'Reason', text().optional()),
  },
});

/** Must work at two in the morning: nobody is asked. It opens what an approval would, to the user who says so, for 24 hours. */
export const accessBrokenGlass = defineEvent('access-broken-glass', {
  zh: '紧急查阅',
  en: 'Glass broken: emergency access',
  by: whoeverTakesPart,
  fields: {
    accessId: record('查阅编号', 'Emergency access', uuid(), 'event-id'),
    ground: record('事由', 'Why it could not wait', z.enum(['danger-to-life', 'treatment', 'missing', 'handover', 'other'])),
    reason: circumstances('理由', 'Reason in words', text()),
  },
});

export const accessReviewed = defineEvent('access-reviewed', {
  zh: '紧急查阅复核',
  en: 'Emergency access reviewed',
  by: [{ roles: ['civil-affairs'], as: ['supervising'] }],
  fields: {
    accessId: record('查阅编号', 'Emergency access', uuid()),
    outcome: record('复核结论', 'Outcome', z.enum(['justified', 'not-justified'])),
    note: circumstances('说明', 'Note', text().optional()),
  },
});
