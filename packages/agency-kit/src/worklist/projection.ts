import { caseNumber, decodeEvent, localYearOf, registerSchema } from '@guitu/contracts';
import type { AnyEvent, RegisterData } from '@guitu/contracts';
import { callModule, keptRows, prepared } from '@guitu/event-bus';
import type { KeptRows, ModuleRef, ProjectionDefinition } from '@guitu/event-bus';
import type { EventReader } from '@guitu/event-store';
import { ForbiddenEvent, applyEvent, createRegister, emptyCase, foldCase, forbidden, forbiddenBeside, lastResponsible, needsHistory, voidedEvents } from '@guitu/referral';
import type { CaseState, Register } from '@guitu/referral';
import type { SqliteDatabase } from '@guitu/sqlite';
import { namedCases } from './named-cases.js';
import type { NamedCases } from './named-cases.js';
import type { PersonLink } from './rows.js';
import { writeParticipants, writeRows } from './rows.js';

export interface WorklistOptions {
  /** The organisation register; plain data, because it crosses to the projection's thread. */
  readonly register: RegisterData;
  /** Names a function that answers with an `EventReader` of the log in the projection's thread. Needed where the source keeps no order between streams. */
  readonly log?: ModuleRef;
}

const schema = `
  create table cases (
    case_id text primary key not null, case_number text not null, person_id text not null, responsible text, state text not null
  );
  create index cases_by_person on cases (person_id);
  create index cases_by_responsible on cases (responsible, case_id);
  create table participants (organisation text not null, case_id text not null, primary key (organisation, case_id)) without rowid;
  create index participants_by_case on participants (case_id);
  create table items (
    organisation text not null, list text not null, kind text not null, since text not null, case_id text not null, ref text not null,
    counterpart text, due_at text, due_provisional integer not null, purpose text, case_number text not null, custodian_kind text, custodian text, responsible text, hidden integer not null,
    primary key (organisation, list, since, case_id, kind, ref)
  ) without rowid;
  create index items_by_case on items (case_id);
  create table stays (
    organisation text not null, case_id text not null, place integer not null, from_at text not null, to_at text,
    primary key (organisation, case_id, place)
  ) without rowid;
  create index stays_by_case on stays (case_id);
  create table links (link_id text primary key, a text not null, b text not null, case_a text not null, case_b text not null, by_organisation text not null, at text not null, ended integer not null default 0) without rowid;
  create index links_by_case_a on links (case_a);
  create index links_by_case_b on links (case_b);
`;

/** Folds remembered between chunks, twice as many at most; some 20 to 40 MB. */
const REMEMBERED = 4_000;

function loadCase(tx: SqliteDatabase, caseId: string): CaseState | undefined {
  const row = prepared<[string], { state: string }>(tx, 'select state from cases where case_id = ?').get(caseId);
  return row === undefined ? undefined : (JSON.parse(row.state) as CaseState);
}

function linksOf(tx: SqliteDatabase, caseId: string): readonly PersonLink[] {
  return prepared<[string, string], PersonLink>(tx, 'select * from links where case_a = ? or case_b = ?').all(caseId, caseId);
}

function save(tx: SqliteDatabase, state: CaseState, register: Register): void {
  const number = caseNumber(state.caseId, localYearOf(state.opened?.at ?? '1970-01-01T00:00:00.000Z'));
  prepared(tx, 'insert into cases (case_id, case_number, person_id, responsible, state) values (?, ?, ?, ?, ?) on conflict (case_id) do update set responsible = excluded.responsible, state = excluded.state').run(
    state.caseId, number, state.personId, lastResponsible(state) ?? null, JSON.stringify(state),
  );
  writeParticipants(tx, state);
  writeRows(tx, state, number, register, linksOf(tx, state.caseId));
}

function applyToPerson(tx: SqliteDatabase, event: AnyEvent, cases: KeptRows<CaseState>, named: NamedCases | undefined, register: Register): void {
  const code = forbiddenBeside(event, (caseId) => named?.get(caseId) ?? cases.get(tx, caseId), register);
  if (code !== undefined) throw new ForbiddenEvent(event, code);
  if (event.name === 'linked') {
    const { linkId, a, b, caseA, caseB } = event.data;
    prepared(tx, 'insert or replace into links (link_id, a, b, case_a, case_b, by_organisation, at, ended) values (?, ?, ?, ?, ?, ?, ?, 0)').run(linkId, a, b, caseA, caseB, event.actor.organisation, event.occurredAt);
  } else if (event.name === 'unlinked') {
    prepared(tx, 'update links set ended = 1, at = ?, by_organisation = ? where link_id = ?').run(event.occurredAt, event.actor.organisation, event.data.linkId);
  } else return;
  for (const caseId of touched(tx, event.data)) {
    const state = cases.get(tx, caseId);
    if (state !== undefined) cases.put(tx, caseId, state);
  }
}

/** The cases that the event names, and those that the link was made between: who takes a link back may name other cases of the same persons. */
function touched(tx: SqliteDatabase, { linkId, caseA, caseB }: { readonly linkId: string; readonly caseA: string; readonly caseB: string }): ReadonlySet<string> {
  const link = prepared<[string], Pick<PersonLink, 'case_a' | 'case_b'>>(tx, 'select case_a, case_b from links where link_id = ?').get(linkId);
  return new Set([caseA, caseB, ...(link === undefined ? [] : [link.case_a, link.case_b])]);
}

function check(state: CaseState, event: AnyEvent, register: Register, history: readonly AnyEvent[]): void {
  const code = forbidden(state, event, history, register);
  if (code !== undefined) throw new ForbiddenEvent(event, code);
}

/** Who waits for whom, over all open cases: the rows behind every agency's worklist. Class `record` only, so it can be read without opening anything. */
export function worklistProjection(options: WorklistOptions, log?: EventReader): ProjectionDefinition<AnyEvent, NamedCases | undefined> {
  let register = createRegister(registerSchema.parse(options.register));
  const cases = keptRows({ most: REMEMBERED, load: loadCase, save: (tx, _caseId, state: CaseState) => save(tx, state, register) });
  return {
    name: 'worklist',
    version: 10,
    // Dates that are owed stand in its rows.
    settings: register.calendar.version,
    categories: ['case', 'person'],
    schema,
    decode: (stored) => decodeEvent(stored.bytes),
    ...(log === undefined ? {} : { prepare: (events: readonly AnyEvent[]) => namedCases(log, events, register) }),
    apply: (tx, event, named) => {
      if (event.category === 'person') return applyToPerson(tx, event, cases, named, register);
      const state = cases.get(tx, event.subject) ?? emptyCase(event.subject);
      check(state, event, register, []);
      applyEvent(state, event);
      cases.put(tx, event.subject, state);
    },
    reconfigure: (next) => {
      register = createRegister(registerSchema.parse((next as WorklistOptions).register));
    },
    replacesOn: needsHistory,
    replace: (tx, _stream, events) => {
      const last = events.at(-1);
      if (last === undefined) return;
      const before = events.slice(0, -1);
      check(foldCase(before), last, register, before);
      const state = foldCase(events, voidedEvents(events));
      cases.put(tx, state.caseId, state);
    },
    flush: (tx) => cases.flush(tx),
    forget: (tx) => cases.forget(tx),
  };
}

/** The same for a thread that loads it by its address. */
export const openWorklistProjection = (options: WorklistOptions): ReturnType<typeof worklistProjection> => worklistProjection(options, options.log === undefined ? undefined : openedWhenAsked(options.log));

/** Links are rare: the connection is made for the first of them, and by the next try where the log was away. */
function openedWhenAsked(log: ModuleRef): EventReader {
  let opened: Promise<EventReader> | undefined;
  return {
    async readStream(stream, options) {
      opened ??= callModule<EventReader>(log);
      const reader = await opened.catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return reader.readStream(stream, options);
    },
  };
}
