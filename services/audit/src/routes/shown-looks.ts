import { prepared } from '@guitu/event-bus';
import { maskPlaces } from '@guitu/service-kit';
import type { Look, LooksQuery, VaultCaller } from '@guitu/vault';
import { protectedCases } from '../protection.js';
import type { Sources } from '../sources.js';

type Asked = Pick<Sources, 'read' | 'projections' | 'store' | 'register'>;

/** Which of them are under protection now, in any of their cases. */
async function hiddenPersons(sources: Asked, persons: readonly string[]): Promise<ReadonlySet<string>> {
  const cases = sources.read('audit', (db) =>
    prepared<[string], { readonly case_id: string; readonly person_id: string }>(db, 'select case_id, person_id from cases where person_id in (select value from json_each(?))').all(JSON.stringify(persons)),
  );
  const hidden = await protectedCases(sources, cases.map(({ case_id }) => case_id));
  return new Set(cases.filter(({ case_id }) => hidden.has(case_id)).map(({ person_id }) => person_id));
}

/** Which looks an auditor asks for; `persons` are all linked ids of one. */
export type AskedLooks = Omit<LooksQuery, 'limit' | 'after'>;

/**
 * Who looks at a hidden person tells where that person is, so no answer has both. A look at one has no agency and no human in it and stands under no request
 * that other answers name; and where the looks of one agency are asked for, looks at hidden people are left out, else the two lists could be laid over each other.
 */
async function shown(sources: Asked, looks: readonly Look[], { persons = [], organisation }: AskedLooks): Promise<readonly ShownLook[]> {
  const hidden = await hiddenPersons(sources, [...persons, ...looks.flatMap(({ seen }) => seen.map(({ personId }) => personId))]);
  const tells = ({ seen }: Look): boolean => persons.some((person) => hidden.has(person)) || seen.some(({ personId }) => hidden.has(personId));
  if (organisation !== undefined) return looks.filter((look) => !tells(look));
  return looks.map((look) => {
    if (!tells(look)) return look;
    const { answer: _answer, ...rest } = look;
    return maskPlaces(rest, sources.register);
  });
}

export type ShownLook = Omit<Look, 'answer'> & Partial<Pick<Look, 'answer'>>;

const AT_ONCE = 200;

/**
 * So many looks, if there are, and one more where more may be shown. Pages of the vault are asked for until they are together: a page that was short, or a place in the list at which
 * nothing is shown, would tell that a look was left out, and when it was.
 */
export async function shownLooks(sources: Asked & Pick<Sources, 'vault'>, asked: AskedLooks, { limit, after }: { readonly limit: number; readonly after?: string | undefined }, caller: VaultCaller): Promise<readonly ShownLook[]> {
  const found: ShownLook[] = [];
  for (let place = after, more = true; more && found.length <= limit; ) {
    const page = await sources.vault.looks({ ...asked, limit: AT_ONCE, ...(place === undefined ? {} : { after: place }) }, caller);
    found.push(...(await shown(sources, page.looks, asked)));
    place = page.looks.at(-1)?.place;
    ({ more } = page);
  }
  return found.slice(0, limit + 1);
}
