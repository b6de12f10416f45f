import { purposes } from '@guitu/contracts';
import { prepared } from '@guitu/event-bus';
import type { SqliteDatabase } from '@guitu/sqlite';
import { z } from 'zod';
import { cursorCodec, nextCursor, pageOf, pageQuery, titled } from '../page.js';

export const lists = { 'for-me': { zh: '待我办理', en: 'waiting for me' }, 'for-others': { zh: '待他方办理', en: 'waiting for others' }, custody: { zh: '由我照护', en: 'in my custody' } } as const;

export const worklistQuery = z.strictObject({
  list: titled('清单', 'Waiting for me, waiting for others, in my custody', z.enum(['for-me', 'for-others', 'custody'])),
  kind: titled('事项', 'Kind of work', z.string().regex(/^[a-z-]{1,40}$/u).optional()),
  purpose: titled('转介事由', 'Purpose of the referral', z.enum(Object.keys(purposes) as [string, ...string[]]).optional()),
  counterpart: titled('对方机构', 'The organisation on the other side', z.string().regex(/^[a-z][a-z0-9-]{1,62}$/u).optional()),
  overdue: titled('已逾期', 'true: only what is past its date', z.enum(['true', 'false']).optional()),
  ...pageQuery('Items'),
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
export const worklistPage = z.object({ items: z.array(workItem), next: nextCursor });
export type WorkItemView = z.output<typeof workItem>;

interface Row {
  readonly list: string; readonly kind: string; readonly since: string; readonly case_id: string; readonly ref: string; readonly counterpart: string | null; readonly due_at: string | null;
  readonly purpose: string | null; readonly case_number: string; readonly custodian_kind: string | null; readonly custodian: string | null; readonly responsible: string | null; readonly hidden: number;
  readonly linked_with_hidden: number;
}

/** Whether an item about a link is about one with a person who is hidden: whoever linked them answers for her, and so is not named. By her case as it is now. */
const linkedWithHidden = `case when kind in ('person-linked', 'closing-to-void')
  then exists (select 1 from cases other where other.case_id = items.ref and json_extract(other.state, '$.protectedSince') is not null) else 0 end`;

/** `since`, case, kind and `ref` of the last item of a page. */
const cursors = cursorCodec(z.tuple([z.string(), z.string(), z.string(), z.string()]));

function view(row: Row, now: string): WorkItemView {
  const hidden = row.hidden === 1;
  return {
    list: row.list,
    kind: row.kind,
    caseId: row.case_id,
    caseNumber: row.case_number,
    ...(row.ref === '' ? {} : { ref: row.ref }),
    ...(row.purpose === null ? {} : { purpose: row.purpose }),
    ...(row.counterpart === null || hidden || row.linked_with_hidden === 1 ? {} : { counterpart: row.counterpart }),
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
    where.push('counterpart = @counterpart', 'hidden = 0', `not (${linkedWithHidden})`);
    values['counterpart'] = query.counterpart;
  }
  if (query.overdue !== undefined) where.push(query.overdue === 'true' ? 'due_at < @now' : '(due_at is null or due_at >= @now)');
  if (query.cursor !== undefined) {
    const [since, caseId, kind, ref] = cursors.read(query.cursor);
    where.push('(since, case_id, kind, ref) > (@since, @caseId, @afterKind, @ref)');
    Object.assign(values, { since, caseId, afterKind: kind, ref });
  }
  // A few dozen texts at most. `+ 0`, because SQLite plans a statement with a bare `limit @limit` anew at every run.
  const rows = prepared<[Record<string, string | number>], Row>(db, `select *, ${linkedWithHidden} as linked_with_hidden from items where ${where.join(' and ')} order by since, case_id, kind, ref limit @limit + 0`).all(values);
  const { shown, next } = pageOf(rows, query.limit, (last) => cursors.write([last.since, last.case_id, last.kind, last.ref]));
  return { items: shown.map((row) => view(row, now)), ...next };
}
