import { z } from 'zod';
import { placeSchema, titled } from './parameters.js';

export const custodianSchema = titled('照护方', 'Custodian: an organisation, or a named state', z.looseObject({ kind: z.string(), organisation: z.string().optional() }));

const interval = { from: titled('起', 'From, inclusive', z.string()), to: titled('止', 'To, exclusive; absent while it runs', z.string().optional()), eventId: z.string() };
export const custodySchema = z.object({ custodian: custodianSchema, ...interval });
export const responsibilitySchema = z.object({ organisation: z.string(), as: z.enum(['first-contact', 'rescue']), ...interval });

const signature = z.object({ organisation: z.string(), role: z.string(), user: z.string().optional(), at: z.string(), eventId: z.string() });
export const handoverSchema = z.looseObject({
  handoverId: z.string(),
  caseId: z.string(),
  status: z.enum(['offered', 'disputed', 'withdrawn', 'done']),
  attestation: z.enum(['two-sided', 'receiver-only', 'giver-only']).optional(),
  oneSided: titled('仅一方签认', 'One side alone attests, and the other has not confirmed', z.boolean()),
  givenBy: titled('交付方签认', "Giver's signature", signature.optional()),
  receivedBy: titled('接收方签认', "Receiver's signature", signature.optional()),
});

const described = z.looseObject({});

export const caseAnswer = z.looseObject({
  caseId: z.string(),
  caseNumber: z.string(),
  personId: z.string(),
  asOf: placeSchema,
  at: z.string().optional(),
  admitted: described.optional(),
  exit: described.optional(),
  closed: described.optional(),
  custodian: custodianSchema.optional(),
  responsible: titled('责任机构', 'Responsible organisation', z.string().optional()),
  custody: z.array(custodySchema),
  responsibility: z.array(responsibilitySchema),
  referrals: z.array(described),
  handovers: z.array(handoverSchema),
  forbiddenEvents: titled('违规记录', 'Events that stand in the log against the rules; never applied', z.array(z.object({ eventId: z.string(), name: z.string(), index: z.int(), code: z.string() }))),
});

const opened = z.record(z.string(), z.object({ level: z.string(), value: z.unknown() }));

export const historyAnswer = z.looseObject({
  ...caseAnswer.shape,
  events: z.array(
    z.looseObject({
      index: z.int(),
      recordedAt: z.string(),
      occurredAt: z.string(),
      stream: z.string(),
      revision: z.int(),
      eventId: z.string(),
      name: z.string(),
      actor: described,
      data: titled('业务记录', 'The part of class record', described),
      opened: titled('已开启', 'Opened by the disclosure table, by class', opened),
      withheld: titled('未开启', 'Not opened, by class, and why', z.record(z.string(), z.string())),
      voided: titled('已撤销', 'Taken back by a later event of the prefix', z.boolean().optional()),
      forbidden: titled('违规', 'The rule that it breaks; it was never applied', z.string().optional()),
    }),
  ),
});
