import { decodeEvent, isEventName } from '@guitu/contracts';
import type { AnyEvent, EventName } from '@guitu/contracts';
import { prepared } from '@guitu/event-bus';
import type { ProjectionDefinition } from '@guitu/event-bus';
import { voidedEvents } from '@guitu/referral';
import type { SqliteDatabase } from '@guitu/sqlite';

/** Whose case is whose, who was linked with whom, and who was erased. Class `record` only. `same_as`: the case of the same person that a duplicate or a continued case names. */
const schema = `
  create table cases (case_id text primary key not null, person_id text not null, opened_at text not null, closed_at text, same_as text) without rowid;
  create index cases_by_person on cases (person_id);
  create index cases_by_closing on cases (closed_at) where closed_at is not null;
  create index cases_by_same on cases (same_as) where same_as is not null;
  create table links (link_id text primary key not null, a text not null, b text not null) without rowid;
  create index links_by_a on links (a);
  create index links_by_b on links (b);
  create table erased (matter text not null, person_id text not null, primary key (matter, person_id)) without rowid;
`;

export interface CaseRow {
  readonly case_id: string;
  readonly person_id: string;
  readonly opened_at: string;
  readonly closed_at: string | null;
  readonly same_as: string | null;
}

/** Every other event changes nothing here, and is not even decoded: a case has many of them. */
const read: ReadonlySet<EventName> = new Set<EventName>(['found', 'help-requested', 'case-closed', 'duplicate-declared', 'voided', 'linked', 'unlinked', 'erased']);

function nameOf(type: string): string {
  return type.split('.')[2] ?? '';
}

function apply(tx: SqliteDatabase, event: AnyEvent): void {
  switch (event.name) {
    case 'found':
    case 'help-requested':
      if (event.revision === 0 && event.data.personId !== undefined) prepared(tx, 'insert or replace into cases values (?, ?, ?, null, null)').run(event.subject, event.data.personId, event.occurredAt);
      return;
    case 'case-closed':
      prepared(tx, 'update cases set closed_at = ?, same_as = coalesce(?, same_as) where case_id = ?').run(event.occurredAt, event.data.survivor ?? event.data.continuedIn ?? null, event.subject);
      return;
    case 'duplicate-declared':
      prepared(tx, 'update cases set same_as = ? where case_id = ?').run(event.data.survivor, event.subject);
      return;
    case 'linked':
      prepared(tx, 'insert or replace into links values (?, ?, ?)').run(event.data.linkId, event.data.a, event.data.b);
      return;
    case 'unlinked':
      prepared(tx, 'delete from links where link_id = ?').run(event.data.linkId);
      return;
    case 'erased':
      for (const person of event.data.persons) prepared(tx, 'insert or ignore into erased values (?, ?)').run(event.causationId, person);
      return;
    default:
      return;
  }
}

/** Finds all cases of a person. What is decided about them is decided on the log itself. */
export function personsProjection(): ProjectionDefinition<AnyEvent | undefined> {
  return {
    name: 'persons',
    version: 1,
    categories: ['case', 'person'],
    restMs: 100,
    schema,
    decode: ({ type, bytes }) => {
      const name = nameOf(type);
      return isEventName(name) && !read.has(name) ? undefined : decodeEvent(bytes);
    },
    apply: (tx, event) => {
      if (event !== undefined) apply(tx, event);
    },
    replacesOn: (event) => event?.name === 'voided',
    // The opening makes the row anew.
    replace: (tx, _stream, events) => {
      const known = events.filter((event) => event !== undefined);
      const gone = voidedEvents(known);
      for (const event of known) if (!gone.has(event.id)) apply(tx, event);
    },
  };
}
