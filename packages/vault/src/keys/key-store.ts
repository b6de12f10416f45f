import type { SqliteDatabase, SqliteStatement } from '@guitu/sqlite';
import { findPage } from '../port.js';
import type { IndexKind } from '../port.js';
import type { Random } from '../sealing/random.js';
import { VaultError } from '../vault-error.js';
import { forgetOldPages } from './old-pages.js';
import type { WrappingKeys } from './wrapping-keys.js';

/** Roots that are ready when nobody is waiting: a burst of this many new persons writes no key on its way. */
export const fullStock = 512;
/** Roots minted in one transaction, about 2 ms of work: a pause that no request notices, unlike that of a whole stock. */
export const mintedAtOnce = 64;

export type RootState = { readonly state: 'bound'; readonly root: Buffer } | { readonly state: 'erased' } | { readonly state: 'unbound' };

/** By which terms all persons are found, and how far a change to later ones has come. */
export interface IndexNote {
  readonly version: number;
  readonly coming?: { readonly version: number; readonly reached: string };
}

/** Its name in `meta`. */
export const indexNote = 'index';

/** The rows of `keys.db`. Synchronous; everything that writes expects to run inside the caller's transaction. */
export class KeyStore {
  readonly #rootOf: SqliteStatement;
  readonly #nextRoot: SqliteStatement;
  readonly #lastMinted: SqliteStatement;
  readonly #bind: SqliteStatement;
  readonly #mint: SqliteStatement;
  readonly #hubKey: SqliteStatement;
  readonly #putHubKey: SqliteStatement;
  readonly #putEntry: SqliteStatement;
  readonly #find: SqliteStatement;
  readonly #note: SqliteStatement;
  readonly #putNote: SqliteStatement;
  readonly #erasure: readonly SqliteStatement[];

  constructor(
    private readonly db: SqliteDatabase,
    private readonly keys: WrappingKeys,
    private readonly random: Random,
  ) {
    this.#rootOf = db.prepare('SELECT b.root AS id, b.erased AS erased, r.wrapped AS wrapped FROM bindings b LEFT JOIN roots r ON r.id = b.root WHERE b.person = ?');
    this.#nextRoot = db.prepare('SELECT coalesce(max(root), 0) + 1 FROM bindings').pluck();
    this.#lastMinted = db.prepare('SELECT coalesce(max(id), 0) FROM roots').pluck();
    this.#bind = db.prepare('INSERT INTO bindings (person, root) VALUES (?, ?)');
    this.#mint = db.prepare('INSERT INTO roots (id, wrapped) VALUES (?, ?)');
    this.#hubKey = db.prepare('SELECT wrapped FROM hub_keys WHERE name = ?').pluck();
    this.#putHubKey = db.prepare('INSERT INTO hub_keys (name, wrapped) VALUES (?, ?)');
    this.#putEntry = db.prepare('INSERT INTO index_entries (kind, mac, person) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#find = db.prepare(`SELECT person FROM index_entries WHERE kind = ? AND mac = ? AND person > ? ORDER BY person LIMIT ${findPage}`).pluck();
    this.#note = db.prepare('SELECT value FROM meta WHERE name = ?').pluck();
    this.#putNote = db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
    this.#erasure = [
      db.prepare('DELETE FROM index_entries WHERE person = ?'),
      db.prepare('DELETE FROM roots WHERE id = (SELECT root FROM bindings WHERE person = ?)'),
      db.prepare('INSERT INTO bindings (person, erased) VALUES (?, 1) ON CONFLICT (person) DO UPDATE SET erased = 1'),
    ];
  }

  rootOf(personId: string): RootState {
    const row = this.#rootOf.get(personId) as { id: number | null; erased: 0 | 1; wrapped: Buffer | null } | undefined;
    if (row === undefined) return { state: 'unbound' };
    if (row.erased === 1) return { state: 'erased' };
    if (row.id === null || row.wrapped === null) throw new VaultError('vault-corrupt', 'keys.db has a binding without its root');
    return { state: 'bound', root: this.keys.unwrap(rootLabel(row.id), row.wrapped) };
  }

  /** Gives the person the next root of the stock, once; false if the person was erased. Writes. */
  bind(personId: string): boolean {
    const known = this.#rootOf.get(personId) as { erased: 0 | 1 } | undefined;
    if (known !== undefined) return known.erased === 0;
    const next = this.#next();
    if (next > (this.#lastMinted.get() as number)) this.mint(mintedAtOnce);
    this.#bind.run(personId, next);
    return true;
  }

  /** How many roots are ready. Bindings keep their number after an erasure, so numbers are used once and in order. */
  stock(): number {
    return Math.max(0, (this.#lastMinted.get() as number) - this.#next() + 1);
  }

  /** Adds to the stock. Writes. */
  mint(count: number): void {
    const first = Math.max((this.#lastMinted.get() as number) + 1, this.#next());
    for (let id = first; id < first + count; id += 1) this.#mint.run(id, this.keys.wrapFresh(rootLabel(id), this.random));
  }

  hubKey(name: string): Buffer | undefined {
    const wrapped = this.#hubKey.get(name) as Buffer | undefined;
    return wrapped && this.keys.unwrap(hubLabel(name), wrapped);
  }

  /** Makes the hub key unless it exists; true where it did not. Writes. */
  ensureHubKey(name: string): boolean {
    if (this.#hubKey.get(name) !== undefined) return false;
    this.#putHubKey.run(name, this.keys.wrapFresh(hubLabel(name), this.random));
    return true;
  }

  putEntry(personId: string, kind: IndexKind, mac: Buffer): void {
    this.#putEntry.run(kind, mac, personId);
  }

  /** A page of persons in the order of their ids, after this one. */
  find(kind: IndexKind, mac: Buffer, after: string): readonly string[] {
    return this.#find.all(kind, mac, after) as string[];
  }

  isBound(personId: string): boolean {
    return (this.#rootOf.get(personId) as { erased: 0 | 1 } | undefined)?.erased === 0;
  }

  /** A file of the first release says nothing. */
  indexNote(): IndexNote {
    const note = this.#note.get(indexNote) as Buffer | undefined;
    return note === undefined ? { version: 1 } : (JSON.parse(note.toString()) as IndexNote);
  }

  /** Writes. */
  noteIndex(note: IndexNote): void {
    this.#putNote.run(indexNote, Buffer.from(JSON.stringify(note)));
  }

  /** Destroys root and index entries of a person, known or not, for ever. Idempotent. Writes. */
  erase(personId: string): void {
    for (const statement of this.#erasure) statement.run(personId);
  }

  /** Ids of all whose root was destroyed. */
  erasedPersons(): readonly string[] {
    return this.db.prepare<[], string>('SELECT person FROM bindings WHERE erased = 1').pluck().all();
  }

  /** The erasure ledger that these keys belong to. */
  ledgerId(): string | undefined {
    return this.db.prepare<[string], Buffer>('SELECT value FROM meta WHERE name = ?').pluck().get(ledgerName)?.toString();
  }

  /** Writes. */
  bindLedger(id: string): void {
    this.db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run(ledgerName, Buffer.from(id));
  }

  /** The ledger that these keys belonged to is lost. Writes. */
  leaveLedger(): void {
    this.db.prepare('DELETE FROM meta WHERE name = ?').run(ledgerName);
  }

  forgetOldPages(): void {
    forgetOldPages(this.db);
  }

  #next(): number {
    return this.#nextRoot.get() as number;
  }
}

/** The row of `meta` that names the erasure ledger. */
export const ledgerName = 'ledger';

export const rootLabel = (id: number) => `guitu-root/1|${id}`;
export const hubLabel = (name: string) => `guitu-hub-key/1|${name}`;
