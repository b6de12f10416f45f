import { z } from 'zod';
import { defineEvent } from '../event-definition.js';
import { circumstances, contact, part, record } from '../field.js';
import { agencyRoles } from '../roles.js';
import { count, fen, instant, line, reference, text, uuid } from '../values.js';
import { exitMode, terminationGround } from '../codes/index.js';
import { closeCodes, codesOf, oneOf } from '../vocabulary.js';

const agencies = [...agencyRoles];
const custodian = [{ roles: agencies, as: ['custodian' as const] }];

export const ticketIssued = defineEvent('ticket-issued', {
  zh: '提供乘车凭证',
  en: 'Ticket issued',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible'] }],
  fields: {
    carrier: record('交通方式', 'Carrier', z.enum(['rail', 'coach', 'ship', 'local'])),
    direct: record('直达', 'Direct', z.boolean()),
    costFen: record('票价（分），由站支付', 'Cost in fen, paid by the station', fen()),
    cashFare: record(
      '短途交通费',
      'Short-distance cash: at most 20 yuan (2014 rules, exit section), or with an approval',
      z
        .strictObject({ fen: part('金额（分）', 'Fen', fen()), receipt: part('签收单编号', 'Signed receipt', reference()), approval: part('审批编号', 'Approval', reference()).optional() })
        .refine((fare) => fare.fen <= 2_000 || fare.approval !== undefined, { message: 'more than 20 yuan needs an approval', path: ['approval'], params: { rule: 'cash-fare-approval' } })
        .meta({ examples: [{ fen: 1_500, receipt: 'Q-2013-017' }] })
        .optional(),
    ),
    route: circumstances('路线', 'Route and destination', text().optional()),
    number: circumstances('票号', 'Ticket number', reference().optional()),
  },
});

/** A statement, never a permission. */
export const selfLeaveDeclared = defineEvent('self-leave-declared', {
  zh: '自行离站声明',
  en: 'Self-leave declared',
  stateBearing: true,
  by: custodian,
  fields: {
    statement: record('声明书编号', 'Number of the signed statement (Form 3), where there is one: what is said counts, not the form', reference().optional()),
    needsTicket: record('需要乘车凭证', 'Needs a ticket', z.boolean()),
    destination: circumstances('去向', 'Destination', text().optional()),
  },
});

export const leftWithoutFormalities = defineEvent('left-without-formalities', {
  zh: '擅自离站',
  en: 'Left without formalities',
  stateBearing: true,
  by: custodian,
  fields: {
    lastSeenAt: record('最后见到时间', 'Last seen', instant().optional()),
    discoveredAt: record('发现时间', 'Discovered', instant().optional()),
    account: circumstances('书面记录', 'Written record', text().optional()),
  },
});

export const rescueTerminated = defineEvent('rescue-terminated', {
  zh: '终止救助',
  en: 'Rescue terminated',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['responsible'] }],
  fields: {
    notice: record('终止救助通知书编号', 'Number of the written notice (Form 5)', reference()),
    code: record('理由代码', 'Ground (local rules)', oneOf(terminationGround)),
    reason: circumstances('理由', 'Reason in words', text()),
  },
});

export const escortDeparted = defineEvent('escort-departed', {
  zh: '护送出发',
  en: 'Escort departed',
  stateBearing: true,
  by: [{ roles: ['station', 'civil-affairs', 'police'], as: ['custodian'] }],
  fields: {
    escortId: record('护送编号', 'Escort', uuid(), 'event-id'),
    referralId: record('转介单编号', 'Referral that it serves', uuid().optional()),
    personAgrees: record('本人同意', 'A free adult agrees to be escorted', z.boolean().optional()),
    escorts: record('护送人数', 'Number of escorts', count(20)),
    route: circumstances('路线', 'Route', text().optional()),
    staff: contact('护送人员', 'Escorts', z.array(part('人员', 'Name', line())).max(20).optional()),
  },
});

export const escortEnded = defineEvent('escort-ended', {
  zh: '护送结束',
  en: 'Escort ended',
  stateBearing: true,
  by: [{ roles: ['station', 'civil-affairs', 'police'], as: ['emitter'] }],
  fields: {
    escortId: record('护送编号', 'Escort', uuid()),
    result: record('结果', 'Result', z.enum(['delivered', 'refused', 'aborted', 'left-en-route'])),
    details: circumstances('说明', 'Details', text().optional()),
  },
});

/** Kin or the work unit take over. Collection by the origin office is a handover under the return referral. */
export const collected = defineEvent('collected', {
  zh: '亲属单位接领',
  en: 'Collected by kin or work unit',
  stateBearing: true,
  by: custodian,
  fields: {
    collector: record('接领人类别', 'Who collects', z.enum(['kin', 'unit'])),
    identityChecked: record('已核验身份', "The collector's identity was checked and copied", z.literal(true)),
    relationChecked: record('已核验关系', 'The relation was proven', z.literal(true)),
    name: contact('接领人', 'Collector', line()),
    relation: contact('关系', 'Relation', line()),
    papers: contact('证件', 'Papers', reference().optional()),
  },
});

export const exitCompleted = defineEvent('exit-completed', {
  zh: '离站登记',
  en: 'Exit completed',
  stateBearing: true,
  by: [{ roles: ['station'], as: ['emitter'] }],
  fields: {
    code: record('离站方式', 'Exit mode (Henan form 5.x; 5.9 is a stock, not an exit)', oneOf(exitMode)),
    belongingsReturned: record('物品已返还', 'Belongings returned or handed on', z.boolean()),
    note: circumstances('说明', 'Note', text().optional()),
  },
});

export const returned = defineEvent('returned', {
  zh: '已返乡',
  en: 'Returned',
  stateBearing: true,
  by: [{ roles: ['civil-affairs'], as: ['responsible', 'supervising', 'receiver'] }],
  fields: {
    referralId: record('返乡转介单编号', 'Return that it confirms, where an escort brought the person to kin and the office never held them', uuid().optional()),
    outcome: record('安置去向', 'Where the person is now', z.enum(['family', 'own-home', 'institution', 'elsewhere'])),
    details: circumstances('说明', 'Details', text().optional()),
  },
});

export const caseClosed = defineEvent('case-closed', {
  zh: '结案',
  en: 'Case closed',
  stateBearing: true,
  by: [{ roles: agencies, as: ['responsible'] }],
  fields: {
    code: record('结案代码', 'Why', codesOf(closeCodes)),
    survivor: record('保留个案', 'Case that goes on, for a duplicate', uuid().optional()),
    continuedIn: record('后续个案', 'Case that the episode goes on in', uuid().optional()),
    supervised: record('主管批准', 'A supervisor approves, where closing needs one (a special person whose whereabouts are unknown); takes the scope for it', z.literal(true).optional()),
    approvedBy: contact('批准人', 'The supervisor by name', line().optional()),
    note: circumstances('说明', 'Note', text().optional()),
  },
});

export const followUpVisited = defineEvent('follow-up-visited', {
  category: 'notes',
  zh: '跟踪回访',
  en: 'Follow-up visit',
  by: [{ roles: ['civil-affairs', 'station'], as: ['participant'] }],
  fields: {
    leftAgain: record('再次外出流浪', 'Left again', z.boolean()),
    aidGiven: record('已提供帮扶', 'Aid given', z.boolean().optional()),
    situation: circumstances('回访情况', 'Situation', text().optional()),
  },
});

export const noteAdded = defineEvent('note-added', {
  category: 'notes',
  zh: '备注',
  en: 'Note added',
  by: [{ roles: agencies, as: ['participant'] }],
  fields: { note: circumstances('备注', 'Note', text()) },
});
