import { blindMac, indexVersion, soughtTerm } from '../finding/blind-index.js';
import { termsOf } from '../finding/terms.js';
import type { FindQuery, IndexEntry, IndexState } from '../port.js';
import { toVaultError, VaultError } from '../vault-error.js';
import type { DerivedKeys } from './derived-keys.js';
import { personKeys, yearKeys } from './derived-keys.js';
import type { GroupWriter } from './group-writer.js';
import type { KeyCache } from './key-cache.js';
import type { KeyStore } from './key-store.js';
import { fullStock, mintedAtOnce } from './key-store.js';

const indexKeyName = 'index';

/** Whose keys are there, in memory and in the file: binds, finds, destroys. Every method throws or rejects with a `VaultError` only. */
export class KeyRing {
  readonly #years = new Map<number, DerivedKeys>();
  readonly #indexKey: Buffer;
  /** Persons whose binding is being written, so that calls of one command share it. */
  readonly #binding = new Map<string, Promise<void>>();
  #refilling = false;

  constructor(
    private readonly store: KeyStore,
    private readonly writer: GroupWriter,
    private readonly cache: KeyCache,
  ) {
    this.#indexKey = store.hubKey(indexKeyName) ?? missingIndexKey();
  }

  /** What a new file needs before the first request. Writes. */
  static prepare(store: KeyStore): void {
    if (store.ensureHubKey(indexKeyName)) store.noteIndex({ version: indexVersion });
    if (store.stock() < fullStock) store.mint(fullStock - store.stock());
  }

  /**
   * Resolves when all these persons and years have durable keys; undefined if they had already, which is the usual case and costs no turn.
   * Rejects with `person-erased`; the others of the call may have been bound by then, which harms nobody.
   */
  ensure(persons: Iterable<string>, years: Iterable<number> = []): Promise<void> | undefined {
    const unbound = new Set<string>();
    const under = new Set<Promise<void>>();
    // What is in memory was durable when it was read. The file may be ahead of the disk: then its binding is asked for again, and shares the next commit.
    const { ahead } = this.writer;
    for (const person of persons) {
      const binding = this.#binding.get(person);
      if (binding !== undefined) under.add(binding);
      else if (!this.cache.has(person) && (ahead || this.person(person) === undefined)) unbound.add(person);
    }
    const unknownYears = new Set<number>();
    for (const year of years) if (!this.#years.has(year) && (ahead || this.year(year) === undefined)) unknownYears.add(year);
    if (unbound.size > 0 || unknownYears.size > 0) under.add(this.#bind(unbound, unknownYears));
    const [first] = under;
    return under.size > 1 ? Promise.all(under).then(() => undefined) : first;
  }

  #bind(persons: ReadonlySet<string>, years: ReadonlySet<number>): Promise<void> {
    const binding = this.#write(() => {
      for (const year of years) this.store.ensureHubKey(yearName(year));
      return [...persons].every((person) => this.store.bind(person));
    });
    for (const person of persons) this.#binding.set(person, binding);
    const done = (): void => persons.forEach((person) => this.#binding.delete(person));
    binding.then(done, done);
    return binding;
  }

  /** Adds index entries, binding where needed, in one durable write; none where all of them are known to be there. */
  async index(entries: readonly IndexEntry[]): Promise<void> {
    const added = entries.map((entry) => ({ entry, mark: this.#markOf(entry) })).filter(({ entry, mark }) => this.cache.get(entry.personId)?.indexed.has(mark) !== true);
    if (added.length === 0) return;
    const found = this.#macsOf(added.map(({ entry }) => entry));
    await this.#write(() => {
      if (!added.every(({ entry }) => this.store.bind(entry.personId))) return false;
      for (const { personId, kind, mac } of found) this.store.putEntry(personId, kind, mac);
      return true;
    });
    for (const { entry, mark } of added) this.person(entry.personId)?.indexed.add(mark);
  }

  /** Adds index entries of persons that are bound and not erased, and notes how far that has come; null: everybody is found by the terms of this version. */
  reindex(entries: readonly IndexEntry[], reached: string | null | undefined): Promise<void> {
    const found = this.#macsOf(entries);
    return this.writer.write(() => {
      for (const { personId, kind, mac } of found) if (this.store.isBound(personId)) this.store.putEntry(personId, kind, mac);
      if (reached === null) this.store.noteIndex({ version: indexVersion });
      else if (reached !== undefined) this.store.noteIndex({ version: this.store.indexNote().version, coming: { version: indexVersion, reached } });
    });
  }

  indexState(): IndexState {
    const { version, coming } = guarded(() => this.store.indexNote());
    return { complete: version >= indexVersion, ...(version < indexVersion && coming?.version === indexVersion ? { reached: coming.reached } : {}) };
  }

  find(query: FindQuery): readonly string[] {
    const term = soughtTerm(query);
    return term === '' ? [] : guarded(() => this.store.find(query.kind, blindMac(this.#indexKey, query.kind, term), query.after ?? ''));
  }

  /** Stands for an entry as it was given: whoever is named by every other command is indexed once. Keyed like the terms, so that no name stays in memory. */
  #markOf({ kind, value }: IndexEntry): string {
    return blindMac(this.#indexKey, kind, `as given|${value}`).toString('base64');
  }

  /** Made before the write begins: what takes time must not hold up whoever shares the commit. */
  #macsOf(entries: readonly IndexEntry[]): readonly { readonly personId: string; readonly kind: IndexEntry['kind']; readonly mac: Buffer }[] {
    return entries.flatMap((entry) => [...termsOf(entry)].map((term) => ({ personId: entry.personId, kind: entry.kind, mac: blindMac(this.#indexKey, entry.kind, term) })));
  }

  /** Keys of a bound person; undefined if never bound; throws `person-erased`. Not to be kept over an `await`. */
  person(personId: string): DerivedKeys | undefined {
    const cached = this.cache.get(personId);
    if (cached !== undefined) return cached;
    const found = guarded(() => this.store.rootOf(personId));
    if (found.state === 'erased') throw personErased();
    if (found.state === 'unbound') return undefined;
    const keys = personKeys(found.root);
    this.cache.put(personId, keys);
    return keys;
  }

  year(year: number): DerivedKeys | undefined {
    const cached = this.#years.get(year);
    if (cached !== undefined) return cached;
    const root = guarded(() => this.store.hubKey(yearName(year)));
    if (root === undefined) return undefined;
    const keys = yearKeys(year, root);
    this.#years.set(year, keys);
    return keys;
  }

  /** Durable when it resolves: the roots are gone from file, log of the file and memory. Idempotent. */
  async destroy(personIds: readonly string[]): Promise<void> {
    await this.writer.write(() => {
      for (const person of personIds) {
        this.store.erase(person);
        // Here and not when it is durable: in between nothing more is to be sealed for them.
        this.cache.forget(person);
      }
    });
    guarded(() => this.store.forgetOldPages());
  }

  /** Resolves when nobody waits for the file any more. */
  async close(): Promise<void> {
    this.#refilling = true;
    await this.writer.drain();
    this.cache.wipe();
    for (const keys of this.#years.values()) keys.wipe();
    this.#years.clear();
    this.#indexKey.fill(0);
  }

  async #write(work: () => boolean): Promise<void> {
    const done = await this.writer.write(work);
    void this.#refill();
    if (!done) throw personErased();
  }

  // A refill that fails is not lost from sight: the next binding tries again, and an empty stock makes that binding mint or fail aloud.
  async #refill(): Promise<void> {
    if (this.#refilling) return;
    this.#refilling = true;
    try {
      while (this.store.stock() <= fullStock - mintedAtOnce) await this.writer.write(() => this.store.mint(mintedAtOnce));
    } catch {
      return;
    } finally {
      this.#refilling = false;
    }
  }
}

const yearName = (year: number) => `statistics-${year}`;

const personErased = () => new VaultError('person-erased', 'the keys of this person were destroyed');

function missingIndexKey(): never {
  throw new VaultError('vault-corrupt', 'keys.db has lost its index key');
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw toVaultError(error);
  }
}
