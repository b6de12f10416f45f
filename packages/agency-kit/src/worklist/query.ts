import { Problem } from '@guitu/service-kit';
import type { SqliteDatabase } from '@guitu/sqlite';
import { purposes } from '@guitu/contracts';
import { z } from 'zod';

const titled = <S extends z.ZodType>(zh: string, title: string, schema: S): S => schema.meta({ title, 'x-title-zh': zh }) as S;

export const lists = { 'for-me': { zh: '待我办理', en: 'waiting for me' }, 'for-others': { zh: '待他方办理', en: 'waiting for others' }, custody: { zh: '由我照护', en: 'in my custody' } } as const;

export const worklistQuery = z.strictObject({
  list: titled('清单', 'Waiting for me, waiting for others, in my custody', z.enum(['for-me', 'for-others', 'custody'])),
  kind: titled('事项', 'Kind of work', z.string().regex(/^[a-z-]{1,40}$/u).optional()),
  purpose: titled('转介事由', 'Purpose of the referral', z.enum(Object.keys(purposes) as [string, ...string[]]).optional()),
  counterpart: titled('对方机构', 'The organisation on the other side', z.string().regex(/^[a-z][a-z0-9-]{1,62}$/u).optional()),
  overdue: titled('已逾期', 'true: only what is past its date', z.enum(['true', 'false']).optional()),
  cursor: titled('续页标记', 'From `next` of the page before', z.string().max(600).optional()),
  limit: titled('每页条数', 'Items on a page, 1 to 200; 50 if absent', z.coerce.number().int().min(1).max(200).default(50)),
});
export type WorklistQuery = z.output<typeof worklistQuery>;

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
  overdue: z.boolean(),
  custodian: z.object({ kind: z.string(), organisation: z.string().optional() }).optional(),
  responsible: z.string().optional(),
});
export const worklistPage = z.object({ items: z.array(workItem), next: titled('续页标记', 'Cursor of the next page; absent on the last', z.string().optional()) });
export type WorkItemView = z.output<typeof workItem>;

interface Row {
  readonly list: string; readonly kind: string; readonly since: string; readonly case_id: string; readonly ref: string; readonly counterpart: string | null; readonly due_at: string | null;
  readonly purpose: string | null; readonly case_number: string; readonly custodian_kind: string | null; readonly custodian: string | null; readonly responsible: string | null; readonly hidden: number;
}

const encodeCursor = (row: Row): string => Buffer.from(JSON.stringify([row.since, row.case_id, row.kind, row.ref])).toString('base64url');

function decodeCursor(cursor: string): readonly [string, string, string, string] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === 4 && parts.every((part) => typeof part === 'string')) return parts as unknown as readonly [string, string, string, string];
  } catch {
    // falls through: whatever it was, it is not a cursor of ours
  }
  throw Problem.invalid([{ in: 'query', pointer: '/cursor', rule: 'cursor', fix: { zh: '请使用上一页返回的 next。', en: 'Use `next` of the page before.' } }]);
}

function view(row: Row, now: string): WorkItemView {
  const hidden = row.hidden === 1;
  return {
    list: row.list,
    kind: row.kind,
    caseId: row.case_id,
    caseNumber: row.case_number,
    ...(row.ref === '' ? {} : { ref: row.ref }),
    ...(row.purpose === null ? {} : { purpose: row.purpose }),
    ...(row.counterpart === null || hidden ? {} : { counterpart: row.counterpart }),
    since: row.since,
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    overdue: row.due_at !== null && row.due_at < now,
    ...(row.custodian_kind === null ? {} : { custodian: hidden ? { kind: 'safe-care' } : { kind: row.custodian_kind, ...(row.custodian === null ? {} : { organisation: row.custodian }) } }),
    ...(row.responsible === null || hidden ? {} : { responsible: row.responsible }),
  };
}

/** One page of an organisation's list, oldest first. Keyset cursors: a page stays right while rows come and go before it. */
export function readWorklist(db: SqliteDatabase, organisation: string, query: WorklistQuery, now: string): z.output<typeof worklistPage> {
  const where = ['organisation = @organisation', 'list = @list'];
  const values: Record<string, string | number> = { organisation, list: query.list, limit: query.limit + 1, now };
  if (query.kind !== undefined) {
    where.push('kind = @kind');
    values['kind'] = query.kind;
  }
  if (query.purpose !== undefined) {
    where.push('purpose = @purpose');
    values['purpose'] = query.purpose;
  }
  // A filter must not tell what the row itself hides.
  if (query.counterpart !== undefined) {
    where.push('counterpart = @counterpart', 'hidden = 0');
    values['counterpart'] = query.counterpart;
  }
  if (query.overdue !== undefined) where.push(query.overdue === 'true' ? 'due_at < @now' : '(due_at is null or due_at >= @now)');
  if (query.cursor !== undefined) {
    const [since, caseId, kind, ref] = decodeCursor(query.cursor);
    where.push('(since, case_id, kind, ref) > (@since, @caseId, @afterKind, @ref)');
    Object.assign(values, { since, caseId, afterKind: kind, ref });
  }
  const rows = db.prepare<[Record<string, string | number>], Row>(`select * from items where ${where.join(' and ')} order by since, case_id, kind, ref limit @limit`).all(values);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return { items: page.map((row) => view(row, now)), ...(rows.length > query.limit && last !== undefined ? { next: encodeCursor(last) } : {}) };
}
