import { z } from 'zod';
import { defineEvent } from '../event-definition.js';
import { biometricReference, circumstances, identity, record, statistical } from '../field.js';
import { person, statistics } from '../person.js';
import { instant, organisation, reference, text, uuid } from '../values.js';

const responsibleStation = [{ roles: ['station' as const], as: ['responsible' as const] }];
const addressedPolice = [{ roles: ['police' as const], as: ['addressee' as const] }];

export const identityCheckRequested = defineEvent('identity-check-requested', {
  zh: '身份协查请求',
  en: 'Identity check requested',
  stateBearing: true,
  by: [{ roles: ['station', 'hospital', 'civil-affairs'], as: ['responsible', 'custodian'] }],
  fields: {
    checkId: record('协查编号', 'Check', uuid(), 'event-id'),
    to: record('协查机构', 'Police or civil affairs office asked', organisation()),
    dueAt: record('请求时限', 'Asked for by (the law says only "promptly")', instant().optional()),
    question: identity('协查内容', 'Question', text()),
  },
});

export const identityCheckAnswered = defineEvent('identity-check-answered', {
  zh: '身份协查答复',
  en: 'Identity check answered',
  stateBearing: true,
  by: [{ roles: ['police', 'civil-affairs'], as: ['addressee'] }],
  fields: {
    checkId: record('协查编号', 'Check', uuid()),
    result: record('答复结果', 'Result; "cannot answer" is an answer', z.enum(['confirmed', 'other-person', 'not-found', 'cannot-answer'])),
    answer: identity('答复内容', 'Answer', text().optional()),
  },
});

export const dnaRequested = defineEvent('dna-requested', {
  zh: 'DNA 采集请求',
  en: 'DNA requested',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible'] }],
  fields: { requestId: record('请求编号', 'Request', uuid(), 'event-id'), to: record('公安机关', 'Police asked', organisation()), note: circumstances('说明', 'Note', text().optional()) },
});

export const dnaCollected = defineEvent('dna-collected', {
  zh: 'DNA 采集',
  en: 'DNA collected',
  stateBearing: true,
  by: addressedPolice,
  fields: { requestId: record('请求编号', 'Request', uuid()), sample: biometricReference('检材编号', 'Sample reference, never a profile', reference()) },
});

/** A request can have several results: a match may come months after the first comparison. */
export const dnaResultReturned = defineEvent('dna-result-returned', {
  zh: 'DNA 比对结果',
  en: 'DNA result returned',
  stateBearing: true,
  by: addressedPolice,
  fields: {
    requestId: record('请求编号', 'Request', uuid()),
    result: record('比对结果', 'Result; "cannot answer" is an answer', z.enum(['match', 'no-match', 'cannot-answer'])),
    comparison: biometricReference('比对编号', 'Reference of the comparison, never a profile', reference().optional()),
    matched: identity('比中信息', 'Who matched', text().optional()),
  },
});

export const identityEstablished = defineEvent('identity-established', {
  zh: '身份确认',
  en: 'Identity established',
  stateBearing: true,
  by: responsibleStation,
  fields: {
    method: record('确认方式', 'Method', z.enum(['document', 'own-statement', 'quick-query', 'police-check', 'dna', 'kin', 'origin-office', 'tracing-notice', 'earlier-case'])),
    confidence: record('可信度', 'Confidence', z.enum(['confirmed', 'probable'])),
    evidence: record('证据事件', 'Events that are the evidence', z.array(uuid()).max(20)),
    person: identity('身份信息', 'Who the person is', person()),
    statistics: statistical('统计标志', 'What reports count, as now known', statistics(), 'statistics'),
  },
});

/** Makes the person unknown again: open returns are withdrawn, published data recalled, tracing clocks resume. */
export const identityWithdrawn = defineEvent('identity-withdrawn', {
  zh: '撤销身份确认',
  en: 'Identity withdrawn',
  stateBearing: true,
  by: responsibleStation,
  fields: { code: record('理由代码', 'Reason', z.enum(['wrong-person', 'false-information', 'unlinked'])), reason: circumstances('理由', 'Reason', text().optional()) },
});

/** On the person's stream: somebody says who this is. A claim, never the key of the person. */
export const identityClaimed = defineEvent('identity-claimed', {
  category: 'person',
  zh: '身份主张',
  en: 'Identity claimed',
  by: [{ roles: ['station', 'police', 'civil-affairs'], as: ['participant'] }],
  fields: {
    caseId: record('依据个案', 'Case in which it was claimed', uuid(), 'persons'),
    confidence: record('可信度', 'Confidence', z.enum(['confirmed', 'probable', 'claimed'])),
    person: identity('身份信息', 'Who the person is said to be', person()),
  },
});

const linkedPersons = {
  a: record('人员甲', 'Person with the lesser id', uuid(), 'persons'),
  b: record('人员乙', 'Person with the greater id', uuid(), 'persons'),
  caseA: record('甲的个案', 'Case that was looked at for the one', uuid(), 'persons'),
  caseB: record('乙的个案', 'Case that was looked at for the other', uuid(), 'persons'),
};

/** Recognition is always a link between two persons; nothing is re-keyed or merged. Written once, to the stream of the lesser id. */
export const linked = defineEvent('linked', {
  category: 'person',
  zh: '人员关联',
  en: 'Persons linked',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible'] }],
  fields: {
    linkId: record('关联编号', 'Link', uuid(), 'event-id'),
    ...linkedPersons,
    method: record('依据类型', 'Evidence', z.enum(['document', 'police-check', 'dna', 'face-comparison', 'kin', 'own-statement', 'staff-recognition'])),
    evidence: circumstances('依据', 'Evidence in words', text().optional()),
  },
});

export const unlinked = defineEvent('unlinked', {
  category: 'person',
  zh: '解除关联',
  en: 'Persons unlinked',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible'] }],
  fields: { linkId: record('关联编号', 'Link', uuid()), ...linkedPersons, reason: circumstances('理由', 'Reason', text().optional()) },
});

export const erased = defineEvent('erased', {
  category: 'person',
  zh: '个人信息删除',
  en: 'Personal data erased',
  stateBearing: true,
  by: [{ roles: ['data-protection'], as: ['participant'] }],
  fields: { persons: record('人员', 'Every linked person whose keys were destroyed', z.array(uuid()).min(1).max(100)), ground: record('依据', 'Ground (PIPL art. 47)', z.enum(['person-asked', 'purpose-ended', 'retention-over', 'unlawful'])) },
});
