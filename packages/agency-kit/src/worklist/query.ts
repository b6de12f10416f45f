import type { WorkItem, WorklistPage, worklistQuery } from '@guitu/contracts';
import { prepared } from '@guitu/event-bus';
import { cursorCodec, pageOf } from '@guitu/service-kit';
import type { SqliteDatabase } from '@guitu/sqlite';
import { z } from 'zod';

interface Row {
  readonly list: string; readonly kind: string; readonly since: string; readonly case_id: string; readonly ref: string; readonly counterpart: string | null; readonly due_at: string | null;
  readonly due_provisional: number;
  readonly purpose: string | null; readonly case_number: string; readonly custodian_kind: string | null; readonly custodian: string | null; readonly responsible: string | null; readonly hidden: number;
  readonly linked_with_hidden: number;
}

/** Whether an item about a link is about one with a person who is hidden: whoever linked them answers for her, and so is not named. By her case as it is now. */
const linkedWithHidden = `case when kind in ('person-linked', 'closing-to-void')
  then exists (select 1 from cases other where other.case_id = items.ref and json_extract(other.state, '$.protectedSince') is not null) else 0 end`;

/** `since`, case, kind and `ref` of the last item of a page. */
const cursors = cursorCodec(z.tuple([z.string(), z.string(), z.string(), z.string()]));

function view(row: Row, now: string): WorkItem {
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
    ...(row.due_provisional === 1 ? { dueProvisional: true } : {}),
    overdue: row.due_at !== null && row.due_at < now,
    ...(row.custodian_kind === null ? {} : { custodian: hidden ? { kind: 'safe-care' } : { kind: row.custodian_kind, ...(row.custodian === null ? {} : { organisation: row.custodian }) } }),
    ...(row.responsible === null || hidden ? {} : { responsible: row.responsible }),
  };
}

/** One page of an organisation's list, oldest first. Keyset cursors: a page stays right while rows come and go before it. */
export function readWorklist(db: SqliteDatabase, organisation: string, query: z.output<typeof worklistQuery>, now: string): WorklistPage {
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
