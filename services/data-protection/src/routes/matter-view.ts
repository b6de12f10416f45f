import { caseNumber, localYearOf } from '@guitu/contracts';
import { erasureGrounds, liftingGrounds, refusalReasons, restrictionGrounds } from '@guitu/vault';
import type { Matter, Officer } from '@guitu/vault';
import { z } from 'zod';
import { standsAgainst } from '../against.js';
import type { Office } from '../dependencies.js';
import { stateOf } from '../matters/waiting.js';
import { wholePerson } from '../persons/whole-person.js';

export const titled = <S extends z.ZodType>(zh: string, title: string, schema: S): S => schema.meta({ title, 'x-title-zh': zh }) as S;

export const grounds = { erasure: erasureGrounds, restriction: restrictionGrounds, lifting: liftingGrounds } as const;
export const reason = titled('不予办理的理由', 'Why it is not done', z.enum(refusalReasons));

const decided = z.object({ at: z.string(), organisation: z.string(), user: z.string() });
export const matterSummary = z.object({
  id: z.uuid(),
  kind: z.enum(['erasure', 'restriction', 'lifting']),
  ground: z.string(),
  until: titled('至', 'Last day', z.string().optional()),
  state: titled('状态', 'proposed, refused, approved (not done yet), done', z.enum(['proposed', 'refused', 'approved', 'done'])),
  asked: titled('申请所涉人员', 'The person who was asked for', z.string()),
  persons: titled('全部关联人员', 'Every linked id', z.array(z.string())),
  proposed: decided,
  approved: decided.optional(),
  refused: decided.extend({ reason: z.string() }).optional(),
  destroyedAt: titled('密钥销毁时间', 'When the keys were destroyed', z.string().optional()),
  recordedAt: titled('登记完成时间', 'When the log said so', z.string().optional()),
});
export const matterAnswer = matterSummary.extend({
  cases: titled('个案', 'The cases of these persons now', z.array(z.object({ caseId: z.string(), caseNumber: z.string(), personId: z.string(), closedAt: z.string().optional() }))),
  against: titled('障碍', 'What stands against it now', z.array(z.object({ code: z.string(), caseId: z.string(), line: z.string().optional(), ends: z.string().optional() }))),
  linkedSince: titled('其后关联的人员', 'Persons who are linked with these now and were not when it was proposed: of them nothing is erased', z.array(z.string())),
});

const shown = ({ at, by }: { readonly at: string; readonly by: Officer }): z.output<typeof decided> => ({ at, organisation: by.organisation, user: by.user });

export function summaryOf(matter: Matter): z.output<typeof matterSummary> {
  const { id, kind, ground, until, asked, persons, proposed, approved, refused, destroyedAt, recordedAt } = matter;
  return {
    id, kind, ground, ...(until === undefined ? {} : { until }), state: stateOf(matter), asked, persons: [...persons], proposed: shown(proposed),
    ...(approved === undefined ? {} : { approved: shown(approved) }),
    ...(refused === undefined ? {} : { refused: { ...shown(refused), reason: refused.reason } }),
    ...(destroyedAt === undefined ? {} : { destroyedAt }),
    ...(recordedAt === undefined ? {} : { recordedAt }),
  };
}

/** The matter with what the log says of its persons now. */
export async function answerOf(office: Office, matter: Matter, now: number): Promise<z.output<typeof matterAnswer>> {
  const { persons, cases, states } = await wholePerson(office, matter.persons);
  const over = matter.refused !== undefined || matter.approved !== undefined;
  return {
    ...summaryOf(matter),
    cases: cases.map(({ case_id: caseId, person_id: personId, opened_at: openedAt, closed_at: closedAt }) => ({ caseId, caseNumber: caseNumber(caseId, localYearOf(openedAt)), personId, ...(closedAt === null ? {} : { closedAt }) })),
    against: over ? [] : [...standsAgainst(states, matter.kind, office.terms, new Date(now).toISOString())],
    linkedSince: persons.filter((person) => !matter.persons.includes(person)),
  };
}
