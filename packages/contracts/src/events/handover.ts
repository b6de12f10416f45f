import { z } from 'zod';
import { defineEvent } from '../event-definition.js';
import { circumstances, contact, health, part, record } from '../field.js';
import { agencyRoles } from '../roles.js';
import { count, fen, line, organisation, reference, text, uuid } from '../values.js';
import { receiver } from '../vocabulary.js';

const agencies = [...agencyRoles];
const handoverId = () => record('交接单编号', 'Handover', uuid());

/** Things that travel with a person. Cash in fen. */
export const items = () =>
  z
    .array(
      z.strictObject({
        description: part('物品', 'Item', line()),
        quantity: part('数量', 'Quantity', count()).optional(),
        cashFen: part('现金（分）', 'Cash, in fen', fen()).optional(),
      }),
    )
    .max(100);

export const handoverOffered = defineEvent('handover-offered', {
  zh: '交接提出',
  en: 'Handover offered',
  stateBearing: true,
  by: [{ roles: agencies, as: ['custodian'] }],
  fields: {
    handoverId: record('交接单编号', 'Handover', uuid(), 'event-id'),
    to: record('接收机构', 'Receiver', organisation()),
    referralId: record('转介单编号', 'Referral that this fulfils; none is needed when the receiver is responsible', uuid().optional()),
    items: circumstances('随身物品', 'Items', items().optional()),
    documents: circumstances('随附材料', 'Documents', z.array(part('材料', 'Document', line())).max(50).optional()),
    condition: health('交接时状况', 'Condition at handover', text().optional()),
  },
});

/** The person changes hands here and nowhere else. Missing goods or papers are reservations; they never refuse a person. */
export const handedOver = defineEvent('handed-over', {
  zh: '交接签收',
  en: 'Handed over',
  stateBearing: true,
  by: [{ roles: agencies, as: ['receiver', 'custodian'] }],
  fields: {
    handoverId: record('交接单编号', 'Offer that this acknowledges; absent when one-sided', uuid().optional()),
    to: record('接收方', 'Receiver', receiver()),
    referralId: record('转介单编号', 'Referral that this fulfils', uuid().optional()),
    attestation: record('签认方式', 'Who attests', z.enum(['two-sided', 'receiver-only', 'giver-only']).default('two-sided')),
    reservations: record(
      '保留事项',
      'Differences to settle, numbered from 0 by their place',
      z.array(z.strictObject({ kind: part('类别', 'Kind', z.enum(['cash', 'goods', 'papers', 'condition'])) })).max(20).default([]),
    ),
    reservationDetails: circumstances('保留事项说明', 'Details of the reservations, in the same order', z.array(part('说明', 'Detail', text())).max(20).optional()),
    receiverName: circumstances('系统外接收方名称', 'Name of a receiver outside the hub', line().optional()),
    signedBy: contact('接收人', 'Who signed for the receiver', line().optional()),
    relation: contact('与本人关系', 'Relation to the person and how it was checked, when kin receive', text().optional()),
    condition: health('接收时状况', 'Condition on receipt', text().optional()),
  },
});

export const handoverDisputed = defineEvent('handover-disputed', {
  zh: '交接异议',
  en: 'Handover disputed',
  stateBearing: true,
  by: [{ roles: agencies, as: ['receiver'] }],
  fields: {
    handoverId: handoverId(),
    code: record('异议代码', 'Reason', z.enum(['wrong-person', 'unfit', 'no-discharge-certificate', 'not-agreed'])),
    details: circumstances('异议说明', 'Details', text().optional()),
  },
});

export const handoverWithdrawn = defineEvent('handover-withdrawn', {
  zh: '撤回交接',
  en: 'Handover withdrawn',
  stateBearing: true,
  by: [{ roles: agencies, as: ['asker', 'responsible'] }],
  fields: { handoverId: handoverId(), note: circumstances('说明', 'Note', text().optional()) },
});

/** The giver of a receiver-only handover signs later. */
export const handoverConfirmed = defineEvent('handover-confirmed', {
  zh: '补签交接',
  en: 'Handover confirmed afterwards',
  by: [{ roles: agencies, as: ['other-party'] }],
  fields: { handoverId: handoverId(), signedBy: contact('交付人', 'Who signed', line()) },
});

export const differenceSettled = defineEvent('difference-settled', {
  zh: '差异了结',
  en: 'Difference settled',
  stateBearing: true,
  by: [{ roles: agencies, as: ['receiver', 'asker', 'responsible'] }],
  fields: {
    handoverId: handoverId(),
    reservation: record('保留事项序号', 'Number of the reservation, from 0', count(19)),
    outcome: record('结果', 'Outcome', z.enum(['delivered', 'explained', 'compensated', 'not-found'])),
    details: circumstances('说明', 'Details', text().optional()),
  },
});

export const belongingsRegistered = defineEvent('belongings-registered', {
  zh: '物品登记',
  en: 'Belongings registered',
  by: [{ roles: agencies, as: ['custodian', 'responsible'] }],
  fields: {
    listId: record('物品清单编号', 'List', uuid(), 'event-id'),
    items: circumstances('物品', 'Items', items()),
    storage: circumstances('存放编号', 'Storage number', reference().optional()),
  },
});

export const belongingsSettled = defineEvent('belongings-settled', {
  zh: '物品处置',
  en: 'Belongings settled',
  by: [{ roles: agencies, as: ['custodian', 'responsible', 'opener', 'emitter'] }],
  fields: {
    listId: record('物品清单编号', 'List', uuid()),
    outcome: record('处置', 'Outcome', z.enum(['returned', 'handed-on', 'to-kin', 'kept', 'disposed'])),
    details: circumstances('说明', 'Details', text().optional()),
  },
});
