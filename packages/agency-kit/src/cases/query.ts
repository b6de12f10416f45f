import type { SqliteDatabase } from '@guitu/sqlite';
import { Problem } from '@guitu/service-kit';
import { z } from 'zod';

const titled = <S extends z.ZodType>(zh: string, title: string, schema: S): S => schema.meta({ title, 'x-title-zh': zh }) as S;

export const casesQuery = z.strictObject({
  cursor: titled('续页标记', 'From `next` of the page before', z.string().max(100).optional()),
  limit: titled('每页条数', 'Cases on a page, 1 to 200; 50 if absent', z.coerce.number().int().min(1).max(200).default(50)),
});
export type CasesQuery = z.output<typeof casesQuery>;

export const casesPage = z.object({
  cases: z.array(z.object({ caseId: z.uuid(), caseNumber: z.string() })),
  next: titled('续页标记', 'Cursor of the next page; absent on the last', z.string().optional()),
});

const cursorOf = (caseId: string): string => Buffer.from(caseId).toString('base64url');

function readCursor(cursor: string): string {
  const caseId = Buffer.from(cursor, 'base64url').toString('utf8');
  if (z.uuid().safeParse(caseId).success) return caseId;
  throw Problem.invalid([{ in: 'query', pointer: '/cursor', rule: 'cursor', fix: { zh: '请使用上一页返回的 next。', en: 'Use `next` of the page before.' } }]);
}

interface Row {
  readonly case_id: string;
  readonly case_number: string;
}

/**
 * One page of the cases that an organisation may look at, in the order of their ids: those that it takes or took part in, and those whose responsible is one of
 * `supervised`. Nothing of a case but its number, so there is nothing to mask. A walk along an index for each of `supervised`, none longer than a page.
 */
export function readCases(db: SqliteDatabase, organisation: string, supervised: readonly string[], { cursor, limit }: CasesQuery): z.output<typeof casesPage> {
  const after = cursor === undefined ? '' : readCursor(cursor);
  const own = db.prepare<[string, string, number], Row>('select c.case_id, c.case_number from participants p join cases c on c.case_id = p.case_id where p.organisation = ? and p.case_id > ? order by p.case_id limit ?');
  const below = db.prepare<[string, string, number], Row>('select case_id, case_number from cases where responsible = ? and case_id > ? order by case_id limit ?');
  const rows = new Map([...own.all(organisation, after, limit + 1), ...supervised.flatMap((one) => below.all(one, after, limit + 1))].map((row) => [row.case_id, row]));
  const page = [...rows.values()].sort((one, other) => (one.case_id < other.case_id ? -1 : 1));
  const shown = page.slice(0, limit);
  const last = shown.at(-1);
  return { cases: shown.map((row) => ({ caseId: row.case_id, caseNumber: row.case_number })), ...(page.length > limit && last !== undefined ? { next: cursorOf(last.case_id) } : {}) };
}
