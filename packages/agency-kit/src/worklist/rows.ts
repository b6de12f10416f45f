import { prepared } from '@guitu/event-bus';
import { isHiddenFrom, lastResponsible, participantsOf, standing, workOf } from '@guitu/referral';
import type { CaseState, Register, WorkItem } from '@guitu/referral';
import type { SqliteDatabase } from '@guitu/sqlite';

export interface PersonLink {
  readonly link_id: string;
  readonly a: string;
  readonly b: string;
  readonly case_a: string;
  readonly case_b: string;
  readonly by_organisation: string;
  readonly at: string;
  readonly ended: number;
}

/** Kinds of work that come from links between persons rather than from the case: a link never writes to a case, it raises a duty (design section 2). */
export type LinkKind = 'person-linked' | 'closing-to-void';

interface Item extends Omit<WorkItem, 'kind'> {
  readonly kind: WorkItem['kind'] | LinkKind;
}

/** Whoever is responsible for an open case learns of each link; whoever closed one into another learns when that link is undone. */
function linkItems(state: CaseState, links: readonly PersonLink[]): Item[] {
  return links.flatMap((link): Item[] => {
    const other = link.case_a === state.caseId ? link.case_b : link.case_a;
    const responsible = lastResponsible(state);
    if (responsible === undefined) return [];
    const item = { organisation: responsible, list: 'for-me', ref: other, counterpart: link.by_organisation, since: link.at } as const;
    if (link.ended === 0) return state.closed === undefined && link.by_organisation !== responsible ? [{ ...item, kind: 'person-linked' }] : [];
    return state.closed?.continuedIn === other ? [{ ...item, kind: 'closing-to-void' }] : [];
  });
}

/** Rows are read at any time after they were written, and a partner's access ends by the calendar: who has the person now stands in none that could outlive it. */
const everAfter = '9999-12-31T00:00:00.000Z';

/** Replaces all rows of one case. Idempotent, whatever stood there. */
export function writeRows(tx: SqliteDatabase, state: CaseState, number: string, register: Register, links: readonly PersonLink[]): void {
  prepared(tx, 'delete from items where case_id = ?').run(state.caseId);
  const insert = prepared(
    tx,
    `insert or replace into items (organisation, list, kind, since, case_id, ref, counterpart, due_at, due_provisional, purpose, case_number, custodian_kind, custodian, responsible, hidden)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const custodian = state.custody?.custodian;
  const holder = custodian?.kind === 'organisation' ? custodian.organisation : null;
  for (const item of [...workOf(state, register), ...linkItems(state, links)]) {
    const purpose = item.ref === undefined ? undefined : (state.referrals[item.ref] ?? state.referrals[state.handovers[item.ref]?.referralId ?? ''])?.purpose;
    const whole = standing(state, item.organisation, register, everAfter) === 'full';
    insert.run(
      item.organisation, item.list, item.kind, item.since, state.caseId, item.ref ?? '', item.counterpart ?? null, item.dueAt ?? null, item.dueProvisional === true ? 1 : 0, purpose ?? null,
      number, whole ? (custodian?.kind ?? null) : null, whole ? holder : null, whole ? (state.responsible?.organisation ?? null) : null, isHiddenFrom(state, item.organisation) ? 1 : 0,
    );
  }

  prepared(tx, 'delete from stays where case_id = ?').run(state.caseId);
  const stay = prepared(tx, 'insert into stays (organisation, case_id, place, from_at, to_at) values (?, ?, ?, ?, ?)');
  for (const [place, interval] of state.custodyHistory.entries()) {
    if (interval.custodian.kind === 'organisation') stay.run(interval.custodian.organisation, state.caseId, place, interval.from, interval.to ?? null);
  }
}

/** Who may look at the case, supervising offices left out. It seldom changes, so nothing is written where the rows say the same. */
export function writeParticipants(tx: SqliteDatabase, state: CaseState): void {
  const wanted = participantsOf(state);
  const there = prepared<[string], { organisation: string }>(tx, 'select organisation from participants where case_id = ?').all(state.caseId).map(({ organisation }) => organisation);
  const insert = prepared(tx, 'insert or ignore into participants (organisation, case_id) values (?, ?)');
  const remove = prepared(tx, 'delete from participants where organisation = ? and case_id = ?');
  for (const organisation of wanted) if (!there.includes(organisation)) insert.run(organisation, state.caseId);
  for (const organisation of there) if (!wanted.has(organisation)) remove.run(organisation, state.caseId);
}
