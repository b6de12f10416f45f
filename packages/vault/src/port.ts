import type { Role, Safeguard, SealedBlob, SealedClass } from '@guitu/contracts';
import type { Purpose } from './disclosure/table.js';
import type { JsonValue } from './json-value.js';
import type { LooksPage, LooksQuery } from './looked/look.js';
import type { AlgorithmName } from './sealing/algorithms.js';

/**
 * Keeps the keys of personal data, and lets nobody read more than the disclosure table allows.
 * Batch and async throughout: the same calls go over HTTP when the vault is a process of its own.
 * Every promise rejects with a `VaultError` and with nothing else. Keys never cross this border.
 */
export interface Vault {
  /**
   * Seals one blob per item; answers in the order of the items. All or nothing.
   * A person seen for the first time gets a root, durably, before this resolves; a root once bound never changes.
   * Rejects with `person-erased`, `invalid-value`, `vault-unavailable`.
   */
  seal(items: readonly SealItem[]): Promise<readonly Sealed[]>;

  /**
   * Opens what the caller may see, cut to the level that the table gives; answers in the order of the items.
   * `caller.relations` must hold for every item of the call: different relations, different calls.
   * Who looked is on record, durably, before this resolves: one record for each `caller.answer`, however many calls it takes, with what was opened in them.
   * Rejects with `unknown-key` or `unknown-algorithm` when this vault cannot tell; an item that is certainly wrong is `corrupt`.
   * Rejects with `vault-unavailable` where who looked cannot be recorded.
   */
  open(items: readonly OpenItem[], caller: VaultCaller): Promise<readonly Opened[]>;

  /**
   * HMAC-SHA256 of the body under a key of the person, base64url, 43 characters. The order of members does not matter.
   * Equal bodies of one person have equal fingerprints; after an erasure a fingerprint means nothing.
   * Rejects like `seal`.
   */
  fingerprint(personId: string, body: unknown): Promise<string>;

  /**
   * Makes persons findable by name (the whole, its parts, the pinyin of each) or by identity number. Idempotent; durable when it resolves. Rejects like `seal`.
   */
  index(entries: readonly IndexEntry[]): Promise<void>;

  /**
   * Ids of the persons that were indexed under this value, in the order of the ids: at most `findPage` of them, and the next ones `after` the last.
   * The caller must still check what it may show.
   */
  find(query: FindQuery): Promise<readonly string[]>;

  /** How far the index is. Entries that were made by an earlier version of this package lack what it did not know. */
  indexState(): Promise<IndexState>;

  /**
   * Opens what of class `identity` stands in the log, in here, and makes its persons findable as `index` does today; nothing comes out. Idempotent; durable when it
   * resolves, and with it `reached`, so that whoever is interrupted can go on. What cannot be opened, erased persons among it, is passed over.
   */
  reindex(batch: ReindexBatch): Promise<void>;

  /**
   * Who looked, for auditors alone; that they asked is on record before this resolves. Rejects with `not-allowed` for anybody else, with `invalid-value` for what is
   * no place in the list, and like `open`.
   */
  looks(query: LooksQuery, caller: VaultCaller): Promise<LooksPage>;

  /** Commits what was begun, overwrites the keys in memory, releases the file. Idempotent. Calls not yet answered, and later ones, reject with `vault-closed`. */
  close(): Promise<void>;
}

export interface SealItem {
  readonly personId: string;
  readonly eventId: string;
  readonly dataClass: SealedClass;
  /** Calendar year of the event at +08:00; read only for `statistical`, whose key is the hub's for that year. */
  readonly year: number;
  readonly value: JsonValue;
}

/** What stands in the log. `nonce` and `ct` are base64url without padding; `ct` ends with the 16-byte tag. */
export interface Sealed extends SealedBlob {
  readonly v: 1;
  readonly alg: AlgorithmName;
  /** Names the key without telling it: `p.` and 12 characters for a person's root, `s` and the year for a hub key. */
  readonly kid: string;
  readonly nonce: string;
  readonly ct: string;
}

export interface OpenItem {
  readonly personId: string;
  /** Goes on record with who looked. Absent where the data belong to the person and to no case. */
  readonly caseId?: string;
  readonly eventId: string;
  readonly dataClass: SealedClass;
  /** As it stands in the log; a blob of a later version may name an algorithm that is unknown here. */
  readonly sealed: SealedBlob;
  /** What protects the person from this caller; none is an empty list. A word that the disclosure table does not know lets nothing through. */
  readonly safeguards: readonly Safeguard[];
}

export interface VaultCaller {
  readonly organisation: string;
  readonly role: Role;
  /** What the organisation is to the case, and by what approval its user looks; a word that the disclosure table does not know gives nothing. */
  readonly relations: readonly string[];
  readonly purpose: Purpose;
  /** The human behind the request, as the service was told. */
  readonly user?: string | undefined;
  /** What is answered with what is opened. */
  readonly answer: Answer;
}

export interface Answer {
  /** The service's own id of the request, never one that a client chose. */
  readonly id: string;
  readonly operation: string;
}

export type Opened =
  | { readonly ok: true; readonly value: JsonValue; readonly level: 'full' | 'masked' | 'summary' }
  | { readonly ok: false; readonly reason: Withheld | 'erased' | 'corrupt' };

/** Why the table withholds something: it gives none of it, or a safeguard stands before it. `needs-approval`: under 14, and an approval or breaking the glass would open it. */
export type Withheld = 'not-disclosed' | 'needs-approval' | 'hidden' | 'restricted';

export type IndexKind = 'name' | 'id-number';

export interface IndexEntry extends IndexQuery {
  readonly personId: string;
}

/** The most ids that one `find` answers with. */
export const findPage = 1_000;

export interface FindQuery extends IndexQuery {
  /** The last id of the page before. */
  readonly after?: string | undefined;
}

export interface IndexState {
  /** Every person is found by all that this version of the package knows. */
  readonly complete: boolean;
  /** Of a `reindex` that was not brought to its end. */
  readonly reached?: string;
}

/** A sealed part and where it belongs. */
export type StoredItem = Pick<OpenItem, 'personId' | 'eventId' | 'dataClass' | 'sealed'>;

export interface ReindexBatch {
  readonly items: readonly StoredItem[];
  /** The place in the log up to which everything was handed over, in words of the caller; null where that is all of it. Nothing is noted when absent. */
  readonly reached?: string | null | undefined;
}

export interface IndexQuery {
  readonly kind: IndexKind;
  /** As it was written down; the vault normalises it. */
  readonly value: string;
}
