import { caseNumber, localYearOf } from '@guitu/contracts';
import { keptRows, prepared } from '@guitu/event-bus';
import type { KeptRows } from '@guitu/event-bus';
import type { CaseState } from '@guitu/referral';
import type { SqliteDatabase } from '@guitu/sqlite';

/**
 * One row for a case: what searches and reports ask for as columns, the whole fold (custody and responsibility intervals in it) as JSON.
 * Class `record` only. `number` and `opened_position` come from the opening event and never change.
 * With a rowid, because the rows are long: in the tree of a key they would stand one to a page, and the tree be ten pages deep.
 */
export const caseSchema = `
  create table cases (
    case_id text primary key not null, number text not null, person_id text not null, opened_position text not null,
    opener text, opened_at text, station text, admitted_at text, exit_code text, exit_collector text, exit_at text, closed_code text, closed_at text,
    custodian_kind text, custodian text, responsible text, revision integer not null, state text not null
  );
  create index cases_by_person on cases (person_id);
  create index cases_by_admission on cases (admitted_at) where admitted_at is not null;
  create table one_sided (
    at text not null, handover_id text not null, case_id text not null, attestation text not null, signed_by text, giver text not null, receiver text not null,
    confirmed integer not null, primary key (at, handover_id)
  ) without rowid;
  create index one_sided_by_case on one_sided (case_id);
  create table broken_glass (
    at text not null, access_id text not null, case_id text not null, organisation text not null, user text not null, ground text not null, responsible text, outcome text,
    primary key (at, access_id)
  ) without rowid;
  create index broken_glass_by_case on broken_glass (case_id);
`;

export interface CaseRow {
  readonly case_id: string;
  readonly number: string;
  readonly person_id: string;
  readonly opened_position: string;
  readonly opener: string | null;
  readonly opened_at: string | null;
  readonly station: string | null;
  readonly admitted_at: string | null;
  readonly exit_code: string | null;
  readonly exit_collector: string | null;
  readonly exit_at: string | null;
  readonly closed_code: string | null;
  readonly closed_at: string | null;
  readonly custodian_kind: string | null;
  readonly custodian: string | null;
  readonly responsible: string | null;
  readonly revision: number;
}

export interface OneSidedRow {
  readonly at: string;
  readonly handover_id: string;
  readonly case_id: string;
  readonly attestation: 'receiver-only' | 'giver-only';
  readonly signed_by: string | null;
  /** An organisation, or the kind of another custodian. */
  readonly giver: string;
  readonly receiver: string;
  readonly confirmed: 0 | 1;
}

/** With the number of its case. */
export interface BrokenGlassRow {
  readonly at: string;
  readonly access_id: string;
  readonly case_id: string;
  readonly number: string;
  readonly organisation: string;
  readonly user: string;
  readonly ground: string;
  readonly responsible: string | null;
  readonly outcome: string | null;
}

/** Everything of the row but the fold. */
export const caseColumns =
  'case_id, number, person_id, opened_position, opener, opened_at, station, admitted_at, exit_code, exit_collector, exit_at, closed_code, closed_at, custodian_kind, custodian, responsible, revision';

const insertCase = `insert or replace into cases (case_id, number, person_id, opened_position, opener, opened_at, station, admitted_at, exit_code, exit_collector, exit_at, closed_code, closed_at,
  custodian_kind, custodian, responsible, revision, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const updateCase = `update cases set person_id = ?, opener = ?, opened_at = ?, station = ?, admitted_at = ?, exit_code = ?, exit_collector = ?, exit_at = ?, closed_code = ?, closed_at = ?,
  custodian_kind = ?, custodian = ?, responsible = ?, revision = ?, state = ? where case_id = ?`;

const columnsOf = (state: CaseState): readonly (string | number | null)[] => {
  const { opened, admitted, exit, closed, custody, responsible, revision } = state;
  return [
    opened?.organisation ?? null, opened?.at ?? null, admitted?.station ?? null, admitted?.at ?? null, exit?.code ?? null, exit?.collector ?? null, exit?.at ?? null,
    closed?.code ?? null, closed?.at ?? null, custody?.custodian.kind ?? null, custody?.custodian.kind === 'organisation' ? custody.custodian.organisation : null,
    responsible?.organisation ?? null, revision, JSON.stringify(state),
  ];
};

/** A fold and what of its row is not written yet. */
export interface KeptCase {
  readonly state: CaseState;
  /** Its first event, while the row is to be made: the number has the year of opening. */
  opening?: { readonly position: string; readonly occurredAt: string };
  /** What is listed of it beside its row may have changed. */
  listsChanged?: boolean;
}

export function loadCase(db: SqliteDatabase, caseId: string): CaseState | undefined {
  const text = prepared<[string], { readonly state: string }>(db, 'select state from cases where case_id = ?').get(caseId)?.state;
  return text === undefined ? undefined : (JSON.parse(text) as CaseState);
}

function saveCase(tx: SqliteDatabase, kept: KeptCase): void {
  const { state, opening, listsChanged } = kept;
  if (opening === undefined) prepared(tx, updateCase).run(state.personId, ...columnsOf(state), state.caseId);
  else prepared(tx, insertCase).run(state.caseId, caseNumber(state.caseId, localYearOf(opening.occurredAt)), state.personId, opening.position, ...columnsOf(state));
  if (listsChanged === true) {
    saveOneSided(tx, state);
    saveBrokenGlass(tx, state);
  }
  delete kept.opening;
  delete kept.listsChanged;
}

/** Folds remembered between chunks, twice as many at most; some 20 to 40 MB. Nearly every event belongs to a case that had one shortly before. */
const REMEMBERED = 4_000;

export const keptCases = (): KeptRows<KeptCase> =>
  keptRows({
    most: REMEMBERED,
    load: (tx, caseId) => {
      const state = loadCase(tx, caseId);
      return state === undefined ? undefined : { state };
    },
    save: (tx, _caseId, kept) => saveCase(tx, kept),
  });

/** Lists the handovers that one side alone attests, anew. */
function saveOneSided(tx: SqliteDatabase, state: CaseState): void {
  prepared(tx, 'delete from one_sided where case_id = ?').run(state.caseId);
  for (const { id, status, attestation, confirmed, signedBy, since, giver, to } of Object.values(state.handovers)) {
    if (status !== 'done' || attestation === undefined || attestation === 'two-sided') continue;
    const nameOf = (side: typeof giver | typeof to): string => (side.kind === 'organisation' ? side.organisation : side.kind);
    prepared(tx, 'insert into one_sided values (?, ?, ?, ?, ?, ?, ?, ?)').run(since, id, state.caseId, attestation, signedBy ?? null, nameOf(giver), nameOf(to), confirmed ? 1 : 0);
  }
}

/** Lists the emergency accesses, anew. */
function saveBrokenGlass(tx: SqliteDatabase, state: CaseState): void {
  prepared(tx, 'delete from broken_glass where case_id = ?').run(state.caseId);
  for (const { id, organisation, user, ground, at, responsible, review } of Object.values(state.brokenGlass)) {
    prepared(tx, 'insert into broken_glass values (?, ?, ?, ?, ?, ?, ?, ?)').run(at, id, state.caseId, organisation, user, ground, responsible ?? null, review?.outcome ?? null);
  }
}
