import { z } from 'zod';
import { part } from './field.js';
import { organisationEntry } from './organisation.js';
import { approvals, roles, safeguards } from './roles.js';
import type { Role } from './roles.js';
import { purposes } from './vocabulary.js';

// What every agency's service can be asked, and what it answers: its OpenAPI document is made of this, and the client's types.

/** The two members by which a query asks for a page. @param what is on it, for the reader of the OpenAPI document */
const pageQuery = (what: string) => ({
  cursor: part('续页标记', 'From `next` of the page before', z.string().max(600).optional()),
  limit: part('每页条数', `${what} on a page, 1 to 200; 50 if absent`, z.coerce.number().int().min(1).max(200).default(50)),
});
/** The member by which a page names the one after it. */
const nextCursor = part('续页标记', 'Cursor of the next page; absent on the last', z.string().optional());

const holder = z.object({ kind: z.string(), organisation: z.string().optional(), externalKind: z.string().optional() });
const actor = z.object({ organisation: z.string(), role: z.string(), user: z.string().optional() });

const referralView = z.object({
  id: z.uuid(), purpose: z.string(), status: z.string(), asker: z.string().optional(), receiver: z.string().optional(), urgency: z.string(), sentAt: z.string(), since: z.string(),
  expectedAt: z.string().optional(), mode: z.string().optional(), code: z.string().optional(), directedBy: z.string().optional(), personAgrees: z.boolean().optional(), parent: z.uuid().optional(), child: z.uuid().optional(),
});

/** Answer of `GET /cases/{caseId}`. */
export const caseView = z.object({
  caseId: z.uuid(),
  caseNumber: z.string(),
  /** Pseudonymous; what audit follows over linked cases. */
  personId: z.uuid().optional(),
  revision: z.int(),
  standing: z.enum(['full', 'own-referrals']),
  status: z.enum(['open', 'closed']).optional(),
  custodian: holder.optional(),
  custodianSince: z.string().optional(),
  inTransit: z.boolean().optional(),
  responsible: z.object({ organisation: z.string(), as: z.string(), since: z.string() }).optional(),
  guardian: z.string().optional(),
  protected: z.boolean().optional(),
  /** What protects the person from the caller, beside the disclosure table; of a person under 14, by what the caller may look all the same. */
  safeguards: z.array(z.enum(safeguards)).optional(),
  approvals: z.array(z.enum(approvals)).optional(),
  assessment: z.object({ ageCut: z.string(), maySelfLeave: z.boolean(), specialDifficulty: z.boolean(), by: z.string(), at: z.string() }).optional(),
  admittedAt: z.string().optional(),
  exit: z.object({ code: z.string(), at: z.string(), collector: z.string().optional() }).optional(),
  closed: z.object({ code: z.string(), at: z.string(), survivor: z.string().optional(), continuedIn: z.string().optional() }).optional(),
  referrals: z.array(referralView),
  handovers: z.array(z.object({ id: z.uuid(), status: z.string(), giver: holder, to: holder, since: z.string(), attestation: z.string().optional(), referralId: z.uuid().optional(), confirmed: z.boolean(), reservations: z.array(z.object({ kind: z.string(), outcome: z.string().optional() })) })).optional(),
  events: z
    .array(
      z.object({
        id: z.uuid(), name: z.string(), revision: z.int(), occurredAt: z.string(), recordedAt: z.string(), actor: actor.optional(), voided: z.boolean(), data: z.record(z.string(), z.unknown()),
        opened: z.record(z.string(), z.object({ value: z.unknown(), level: z.string() })), withheld: z.record(z.string(), z.string()),
      }),
    )
    .optional(),
});
export type CaseView = z.output<typeof caseView>;

export const casesQuery = z.strictObject(pageQuery('Cases'));
/** Answer of `GET /cases`. */
export const casesPage = z.object({
  cases: z.array(z.object({ caseId: z.uuid(), caseNumber: z.string() })),
  next: nextCursor,
});
export type CasesPage = z.output<typeof casesPage>;

export const worklistQuery = z.strictObject({
  list: part('清单', 'Waiting for me, waiting for others, in my custody', z.enum(['for-me', 'for-others', 'custody'])),
  kind: part('事项', 'Kind of work', z.string().regex(/^[a-z-]{1,40}$/u).optional()),
  purpose: part('转介事由', 'Purpose of the referral', z.enum(Object.keys(purposes) as [string, ...string[]]).optional()),
  counterpart: part('对方机构', 'The organisation on the other side', z.string().regex(/^[a-z][a-z0-9-]{1,62}$/u).optional()),
  overdue: part('已逾期', 'true: only what is past its date', z.enum(['true', 'false']).optional()),
  ...pageQuery('Items'),
});

/** Something that waits, or a person in the organisation's care. */
export const workItem = z.object({
  list: z.string(),
  kind: z.string(),
  caseId: z.uuid(),
  caseNumber: z.string(),
  ref: z.string().optional(),
  purpose: z.string().optional(),
  counterpart: z.string().optional(),
  since: z.string(),
  dueAt: z.string().optional(),
  dueProvisional: part('期限待定', 'The calendar of working days lacks something that could move the limit, such as the swap days (调休) of its year', z.literal(true).optional()),
  overdue: z.boolean(),
  custodian: z.object({ kind: z.string(), organisation: z.string().optional() }).optional(),
  responsible: z.string().optional(),
});
export type WorkItem = z.output<typeof workItem>;
/** Answer of `GET /worklist`, oldest first. */
export const worklistPage = z.object({ items: z.array(workItem), next: nextCursor });
export type WorklistPage = z.output<typeof worklistPage>;

export const organisationsQuery = z.strictObject({
  role: part('机构类别', 'Kind', z.enum(Object.keys(roles) as [Role, ...Role[]]).optional()),
  division: part('区划代码或其前几位', 'Division, or its leading digits', z.string().regex(/^\d{2,6}$/u).optional()),
});
/** Answer of `GET /organisations`. */
export const organisationsAnswer = z.object({ organisations: z.array(organisationEntry) });
export type OrganisationsAnswer = z.output<typeof organisationsAnswer>;

const text = (max: number) => z.string().min(1).max(max).refine((value) => !/[\u0000-\u001f\u007f-\u009f]/u.test(value), { message: 'control characters are not allowed', params: { rule: 'no-control-characters' } });

/** Exactly one of the two. */
export const searchBody = z.strictObject({
  name: part('姓名', 'Name, or its surname, given name or another part; or the pinyin of any of these', text(100).optional()),
  idNumber: part('公民身份号码', 'Identity number', text(64).optional()),
});

/** Answer of `POST /search`, newest first. */
export const searchAnswer = z.object({
  cases: z.array(z.object({ caseId: z.uuid(), caseNumber: z.string(), openedAt: z.string().optional(), status: z.enum(['open', 'closed']) })),
  more: part('尚有更多', 'There are more than are shown; search by something narrower', z.boolean()),
});
export type SearchAnswer = z.output<typeof searchAnswer>;
