import type { Role } from '@guitu/contracts';
import type { SqliteDatabase, SqliteStatement } from '@guitu/sqlite';
import type { Purpose } from '../disclosure/table.js';
import { VaultError } from '../vault-error.js';
import type { NewLook } from './look-of.js';
import type { Look, LooksPage, LooksQuery, Seen } from './look.js';
import { keptFrom } from './retention.js';
import { brokenGlass } from './schema.js';

interface LookRow {
  readonly id: number;
  readonly at: number;
  readonly answer: string;
  readonly operation: string;
  readonly organisation: string;
  readonly role: Role;
  readonly user: string | null;
  readonly purpose: Purpose;
  readonly counted: number;
}
interface SeenRow {
  readonly person: string;
  readonly case_id: string | null;
  readonly classes: string;
  readonly access: string;
}

/** The place of a look in the order of time. */
interface Place {
  readonly at: number;
  readonly id: number;
}

const least = -8_640_000_000_000_000;
const most = 8_640_000_000_000_000;

/** The rows of `looked.db`. Synchronous; what writes expects to run inside the caller's transaction. */
export class LookRows {
  readonly #addLook: SqliteStatement;
  readonly #addSeen: SqliteStatement;
  readonly #seenOf: SqliteStatement<[number], SeenRow>;
  readonly #keptFrom: SqliteStatement<[], number>;
  readonly #keepFrom: SqliteStatement;
  readonly #movedAt: SqliteStatement<[], number>;
  readonly #noteMove: SqliteStatement;
  readonly #over: SqliteStatement<[number, number], number>;
  readonly #dropSeen: SqliteStatement;
  readonly #dropLook: SqliteStatement;

  constructor(private readonly db: SqliteDatabase) {
    this.#addLook = db.prepare('INSERT INTO looks (at, answer, operation, organisation, role, user, purpose, counted) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#addSeen = db.prepare('INSERT INTO seen (look, part, at, person, case_id, classes, access) VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#seenOf = db.prepare<[number], SeenRow>('SELECT person, case_id, classes, access FROM seen WHERE look = ? ORDER BY part');
    this.#keptFrom = db.prepare<[], number>("SELECT value FROM meta WHERE name = 'kept-from'").pluck();
    this.#keepFrom = db.prepare("UPDATE meta SET value = ? WHERE name = 'kept-from'");
    this.#movedAt = db.prepare<[], number>("SELECT value FROM meta WHERE name = 'kept-from-moved-at'").pluck();
    this.#noteMove = db.prepare("INSERT INTO meta (name, value) VALUES ('kept-from-moved-at', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    this.#over = db.prepare<[number, number], number>('SELECT id FROM looks WHERE at < ? ORDER BY at LIMIT ?').pluck();
    this.#dropSeen = db.prepare('DELETE FROM seen WHERE look = ?');
    this.#dropLook = db.prepare('DELETE FROM looks WHERE id = ?');
  }

  /** Answers with the number of the look. Writes. */
  addLook(at: number, { answer, organisation, role, user, purpose, counted = 0 }: NewLook): number {
    return Number(this.#addLook.run(at, answer.id, answer.operation, organisation, role, user ?? null, purpose, counted).lastInsertRowid);
  }

  /** Writes. @param part number of the row within its look */
  addSeen({ at, id }: Place, part: number, { personId, caseId, classes, access }: Seen): void {
    this.#addSeen.run(id, part, at, personId, caseId ?? null, textOfClasses(classes), access.join(' '));
  }

  /** One page, the newest first. Throws `invalid-value` for what is no place in the list. */
  list(query: LooksQuery): LooksPage {
    const rows = query.persons !== undefined || query.brokenGlass === true ? this.#bySeen(query) : this.#byLook(query);
    return { looks: rows.slice(0, query.limit).map((row) => this.#lookOf(row)), more: rows.length > query.limit };
  }

  /** Takes away some of the oldest whose time is over; answers how many. Writes. */
  dropOver(now: number, atOnce: number): number {
    const until = this.#keptFrom.get() ?? 0;
    const from = keptFrom(now, until, this.#movedAt.get());
    if (from > until) {
      this.#keepFrom.run(from);
      this.#noteMove.run(now);
    }
    const over = this.#over.all(from, atOnce);
    for (const id of over) {
      this.#dropSeen.run(id);
      this.#dropLook.run(id);
    }
    return over.length;
  }

  #byLook(query: LooksQuery): readonly LookRow[] {
    const { where, values } = conditions(query, 'l.at', 'l.id');
    return this.db.prepare<unknown[], LookRow>(`SELECT l.* FROM looks l WHERE ${where} ORDER BY l.at DESC, l.id DESC LIMIT @most`).all(values);
  }

  /** Found by what was seen: the few looks at these persons, or those behind broken glass. */
  #bySeen(query: LooksQuery): readonly LookRow[] {
    const { where, values } = conditions(query, 's.at', 's.look');
    const found = [where];
    if (query.persons !== undefined) found.push('s.person IN (SELECT value FROM json_each(@persons))');
    if (query.brokenGlass === true) found.push(`instr(s.access, '${brokenGlass}') > 0`);
    return this.db.prepare<unknown[], LookRow>(`SELECT l.* FROM seen s CROSS JOIN looks l ON l.id = s.look WHERE ${found.join(' AND ')} GROUP BY s.at, s.look ORDER BY s.at DESC, s.look DESC LIMIT @most`).all(values);
  }

  #lookOf({ id, at, answer, operation, organisation, role, user, purpose, counted }: LookRow): Look {
    return {
      place: `${at}.${id}`, at: new Date(at).toISOString(), answer, operation, organisation, role, purpose,
      ...(user === null ? {} : { user }),
      seen: together(this.#seenOf.all(id)),
      ...(counted === 0 ? {} : { counted }),
    };
  }
}

/** @param at and @param id name the columns of the order of time */
function conditions({ persons, organisation, user, from, to, after, limit }: LooksQuery, at: string, id: string) {
  const found = [`${at} >= @from`, `${at} < @to`, `(${at}, ${id}) < (@at, @id)`];
  if (organisation !== undefined) found.push('l.organisation = @organisation');
  if (user !== undefined) found.push('l.user = @user');
  const place = placeOf(after);
  return {
    where: found.join(' AND '),
    values: {
      from: from === undefined ? least : Date.parse(from), to: to === undefined ? most : Date.parse(to), at: place.at, id: place.id, most: limit + 1,
      ...(organisation === undefined ? {} : { organisation }), ...(user === undefined ? {} : { user }), ...(persons === undefined ? {} : { persons: JSON.stringify(persons) }),
    },
  };
}

function placeOf(after: string | undefined): Place {
  if (after === undefined) return { at: most, id: 0 };
  const [, at, id] = /^(\d{1,16})\.(\d{1,16})$/u.exec(after) ?? [];
  if (at === undefined || id === undefined) throw new VaultError('invalid-value', 'this is no place in the list of looks');
  return { at: Number(at), id: Number(id) };
}

const textOfClasses = (classes: Seen['classes']): string => Object.entries(classes).map(([dataClass, level]) => `${dataClass}:${level}`).join(' ');
const words = (text: string): readonly string[] => (text === '' ? [] : text.split(' '));

/** A person in a case stands once in a look, however many calls of the vault it took. */
function together(rows: readonly SeenRow[]): readonly Seen[] {
  const seen = new Map<string, { personId: string; caseId?: string; classes: Record<string, string>; access: Set<string> }>();
  for (const { person, case_id, classes, access } of rows) {
    const key = `${person} ${case_id ?? ''}`;
    const entry = seen.get(key) ?? { personId: person, ...(case_id === null ? {} : { caseId: case_id }), classes: {}, access: new Set() };
    seen.set(key, entry);
    for (const one of words(classes)) {
      const [dataClass = '', level = ''] = one.split(':');
      entry.classes[dataClass] = level;
    }
    for (const relation of words(access)) entry.access.add(relation);
  }
  return [...seen.values()].map(({ access, ...entry }) => ({ ...entry, access: [...access] }) as Seen);
}
