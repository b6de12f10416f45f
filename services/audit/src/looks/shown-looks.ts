import { prepared } from '@guitu/event-bus';
import { maskPlaces } from '@guitu/service-kit';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { Look } from '@guitu/vault';
import type { Sources } from '../sources.js';

/** Which of them are under protection now, in any of their cases. */
function hiddenPersons(sources: Pick<Sources, 'read'>, persons: readonly string[]): ReadonlySet<string> {
  const query = (db: SqliteDatabase): string[] =>
    prepared<[string], { readonly person_id: string }>(db, `select distinct person_id from cases where person_id in (select value from json_each(?)) and json_extract(state, '$.protectedSince') is not null`)
      .all(JSON.stringify(persons))
      .map(({ person_id }) => person_id);
  return new Set(sources.read('audit', query));
}

/** What was asked for, as far as it bears on what may be shown. */
export interface AskedLooks {
  /** The person asked about, by all linked ids. */
  readonly persons: readonly string[];
  /** Whether the looks are those of one organisation. */
  readonly ofViewer: boolean;
}

/**
 * Who looks at a hidden person tells where that person is, so no answer has both. A look at one has no agency and no human in it and stands under no request
 * that other answers name; and where the looks of one agency are asked for, looks at hidden people are left out, else the two lists could be laid over each other.
 */
export function shownLooks(sources: Pick<Sources, 'read' | 'register'>, looks: readonly Look[], { persons, ofViewer }: AskedLooks) {
  const hidden = hiddenPersons(sources, [...persons, ...looks.flatMap(({ seen }) => seen.map(({ personId }) => personId))]);
  const tells = ({ seen }: Look): boolean => persons.some((person) => hidden.has(person)) || seen.some(({ personId }) => hidden.has(personId));
  if (ofViewer) return looks.filter((look) => !tells(look));
  return looks.map((look) => {
    if (!tells(look)) return look;
    const { answer: _answer, ...rest } = look;
    return maskPlaces(rest, sources.register);
  });
}
