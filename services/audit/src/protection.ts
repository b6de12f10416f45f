import { prepared } from '@guitu/event-bus';
import type { Register } from '@guitu/referral';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { Sources } from './sources.js';

/** What stands in the place of an organisation that would tell where a hidden person is. */
const SAFE_CARE = 'safe-care';
/** Free text of these classes can name the place as well. */
const telling = ['circumstances', 'contact'] as const;

/** Members that name a place without being an organisation: the clerk who acted, the division, a partner's contract. */
const naming: ReadonlySet<string> = new Set(['division', 'user', 'contract']);

/** Those of the cases whose person is under protection now, whatever prefix of the log is asked about: masking covers past events. */
export function protectedCases(sources: Pick<Sources, 'read'>, caseIds: readonly string[]): ReadonlySet<string> {
  const query = (db: SqliteDatabase): string[] =>
    prepared<[string], { readonly case_id: string }>(db, `select case_id from cases where case_id in (select value from json_each(?)) and json_extract(state, '$.protectedSince') is not null`)
      .all(JSON.stringify(caseIds))
      .map(({ case_id }) => case_id);
  return new Set(sources.read('audit', query));
}

/** A copy in which no organisation of the register can be told, by id, name or division. The ids stay in the log, because the rules need them (protocol section 4). */
export function maskPlaces<T>(value: T, register: Register): T {
  const names = new Set(register.all.map(({ name }) => name));
  const masked = (part: unknown): unknown => {
    if (typeof part === 'string') return register.get(part) !== undefined || names.has(part) ? SAFE_CARE : part;
    if (Array.isArray(part)) return part.map(masked);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).flatMap(([name, member]) => (naming.has(name) ? [] : [[name, masked(member)]])));
  };
  return masked(value) as T;
}

interface Opened {
  readonly opened?: object;
  readonly withheld?: object;
}

/** Events of a protected case: places masked, and the text that may name them not opened. */
export function maskEvents<T extends Opened>(events: readonly T[], register: Register): readonly T[] {
  return events.map((event) => {
    const kept = Object.entries(event.opened ?? {}).filter(([dataClass]) => !(telling as readonly string[]).includes(dataClass));
    const withheld = Object.keys(event.opened ?? {}).filter((dataClass) => (telling as readonly string[]).includes(dataClass));
    return maskPlaces({ ...event, opened: Object.fromEntries(kept), withheld: { ...event.withheld, ...Object.fromEntries(withheld.map((dataClass) => [dataClass, 'protected'])) } }, register);
  });
}
