import type { AnyEvent } from '@guitu/contracts';
import { prepared } from '@guitu/event-bus';
import type { SqliteDatabase } from '@guitu/sqlite';
import { ForbiddenEvent } from '@guitu/referral';

/** Every link that ever was, with its beginning and its end in both orders: by the log, for `asOf`, and by what happened, for reports. */
export const linkSchema = `
  create table links (
    link_id text primary key, a text not null, b text not null, case_a text not null, case_b text not null, by_organisation text not null,
    linked_at text not null, linked_position text not null, unlinked_at text, unlinked_position text
  ) without rowid;
  create index links_by_a on links (a);
  create index links_by_b on links (b);
`;

export interface LinkRow {
  readonly link_id: string;
  readonly a: string;
  readonly b: string;
  readonly case_a: string;
  readonly case_b: string;
  readonly by_organisation: string;
  readonly linked_at: string;
  readonly linked_position: string;
  readonly unlinked_at: string | null;
  readonly unlinked_position: string | null;
}

export function saveLink(tx: SqliteDatabase, event: AnyEvent, position: string): void {
  if (event.name === 'linked') {
    const { linkId, a, b, caseA, caseB } = event.data;
    const standing = prepared<[string, string], LinkRow>(tx, 'select * from links where a = ? and b = ? and unlinked_position is null').get(a, b);
    if (standing !== undefined) throw new ForbiddenEvent(event, 'already-done');
    prepared(tx, 'insert into links values (?, ?, ?, ?, ?, ?, ?, ?, null, null)').run(linkId, a, b, caseA, caseB, event.actor.organisation, event.occurredAt, position);
  } else if (event.name === 'unlinked') {
    const { linkId } = event.data;
    const { changes } = prepared(tx, 'update links set unlinked_at = ?, unlinked_position = ? where link_id = ? and unlinked_position is null').run(event.occurredAt, position, linkId);
    if (changes === 0) throw new ForbiddenEvent(event, 'no-such-thing');
  }
}

/** Links that stood at the end of the prefix. */
function linksOf(db: SqliteDatabase, personId: string, upTo: string): readonly LinkRow[] {
  const stood = 'linked_position <= ? and (unlinked_position is null or unlinked_position > ?)';
  return [
    ...prepared<[string, string, string], LinkRow>(db, `select * from links where a = ? and ${stood}`).all(personId, upTo, upTo),
    ...prepared<[string, string, string], LinkRow>(db, `select * from links where b = ? and ${stood}`).all(personId, upTo, upTo),
  ];
}

export interface LinkedPersons {
  /** In ascending order; the one asked for is among them. */
  readonly persons: readonly string[];
  readonly links: readonly LinkRow[];
}

/** Everybody who is the same person as `personId`, by the links that stood at the end of the prefix (`upTo`: a position, inclusive). */
export function linkedPersons(db: SqliteDatabase, personId: string, upTo: string): LinkedPersons {
  const persons = new Set([personId]);
  const links = new Map<string, LinkRow>();
  // A set that grows while it is walked: each person is visited once.
  for (const person of persons) {
    for (const link of linksOf(db, person, upTo)) {
      links.set(link.link_id, link);
      persons.add(link.a).add(link.b);
    }
  }
  return { persons: [...persons].sort(), links: [...links.values()].sort((one, other) => (one.linked_position < other.linked_position ? -1 : 1)) };
}
