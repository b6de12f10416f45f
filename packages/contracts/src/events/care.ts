import { z } from 'zod';
import { settlementKind } from '../codes/index.js';
import { defineEvent } from '../event-definition.js';
import { care, circumstances, protectedLocation, record } from '../field.js';
import { day, division, organisation, reference, text, uuid } from '../values.js';
import { oneOf } from '../vocabulary.js';

const responsibleStation = [{ roles: ['station' as const], as: ['responsible' as const] }];

export const placementApproved = defineEvent('placement-approved', {
  zh: '托养批准',
  en: 'Placement approved',
  stateBearing: true,
  by: [{ roles: ['civil-affairs'], as: ['supervising'] }],
  fields: { referralId: record('转介单编号', 'Placement referral', uuid()), approval: record('批准文号', 'Approval number', reference()), note: circumstances('说明', 'Note', text().optional()) },
});

/** A contract fact; custody moves by the handover. */
export const placementStarted = defineEvent('placement-started', {
  zh: '托养开始',
  en: 'Placement started',
  stateBearing: true,
  by: responsibleStation,
  fields: {
    placementId: record('托养编号', 'Placement', uuid(), 'event-id'),
    partner: record('托养机构', 'Care partner', organisation()),
    contract: record('合同编号', 'Contract of the organisation register', reference()),
    from: record('起始日', 'First day', day()),
    careLevel: care('照护等级', 'Care level', z.enum(['self-caring', 'partial', 'full', 'special']).optional()),
  },
});

export const placementEnded = defineEvent('placement-ended', {
  zh: '托养结束',
  en: 'Placement ended',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible', 'emitter'] }],
  fields: {
    placementId: record('托养编号', 'Placement', uuid()),
    until: record('截止日', 'Last day', day()),
    code: record('结束原因', 'Reason', z.enum(['returned', 'moved', 'settled', 'died', 'left', 'hospital', 'contract-ended', 'other'])),
    note: circumstances('说明', 'Note', text().optional()),
  },
});

export const careRecorded = defineEvent('care-recorded', {
  category: 'care',
  zh: '照护记录',
  en: 'Care recorded',
  by: [{ roles: ['elder-care'], as: ['custodian'] }],
  fields: {
    placementId: record('托养编号', 'Placement', uuid()),
    day: record('日期', 'Day', day()),
    services: care('照护内容', 'What was done', text()),
    observation: care('观察', 'Observation', text().optional()),
  },
});

export const settlementApplied = defineEvent('settlement-applied', {
  zh: '安置申请',
  en: 'Settlement applied for',
  stateBearing: true,
  by: responsibleStation,
  fields: {
    applicationId: record('申请编号', 'Application', uuid(), 'event-id'),
    to: record('受理机关', 'Civil affairs office', organisation()),
    kind: record('安置方式', 'Household registration (落户) or in-place settlement (就地安置)', oneOf(settlementKind)),
    bundle: circumstances('申请材料', 'Evidence bundle', text().optional()),
  },
});

export const settlementDecided = defineEvent('settlement-decided', {
  zh: '安置决定',
  en: 'Settlement decided',
  stateBearing: true,
  by: [{ roles: ['civil-affairs'], as: ['addressee'] }],
  fields: {
    applicationId: record('申请编号', 'Application', uuid()),
    decision: record('决定', 'Decision', z.enum(['approved', 'refused', 'more-evidence'])),
    approval: record('批准文号', 'Approval number', reference().optional()),
    reason: circumstances('理由', 'Reason', text().optional()),
  },
});

export const settled = defineEvent('settled', {
  zh: '已安置',
  en: 'Settled',
  stateBearing: true,
  by: responsibleStation,
  fields: {
    kind: record('安置方式', 'Kind', oneOf(settlementKind)),
    residence: record('安置机构', 'Organisation of the register where the person lives', organisation().optional()),
    division: record('安置地区划', 'Division', division()),
    registration: circumstances('落户信息', 'Name, birth date and address as registered', text().optional()),
    address: protectedLocation('住址', 'Address', text().optional()),
  },
});
