import { createHmac } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import type { JsonValue } from './json-value.js';
import { observed } from './channels.js';
import { applyLevel } from './disclosure/apply-level.js';
import { disclosure } from './disclosure/level.js';
import type { Disclosure } from './disclosure/level.js';
import type { ErasureDesk } from './erasure/desk.js';
import { createDesk } from './erasure/desk.js';
import type { Ledger } from './erasure/ledger.js';
import type { DerivedKeys } from './keys/derived-keys.js';
import { yearOfKid } from './keys/derived-keys.js';
import type { KeyCopies } from './keys/key-copies.js';
import type { KeyRing } from './keys/key-ring.js';
import type { Looks } from './looked/look-log.js';
import { lookAtLooks, lookOf } from './looked/look-of.js';
import type { LooksPage, LooksQuery } from './looked/look.js';
import { namedIn } from './finding/named-in.js';
import type { FindQuery, IndexEntry, IndexState, Opened, OpenItem, ReindexBatch, Sealed, SealItem, StoredItem, Vault, VaultCaller } from './port.js';
import { checkId, checkSealItem, openBlob, sealBlob } from './sealing/blob.js';
import type { Random } from './sealing/random.js';
import type { Rotated } from './keys/rotation.js';
import { toVaultError, VaultError } from './vault-error.js';

/** Label of the fingerprint key among the keys of a person; no data class is called so. */
const fingerprintLabel = 'guitu-fingerprint/1';

/** What the vault does with its files as a whole. */
export interface VaultFile {
  release(): void;
  readonly copies: KeyCopies;
  /** Throws where the files are not where they were opened, or cannot be read. */
  look(): void;
  readonly ledger: Ledger | undefined;
  readonly rotation: { underWay(): boolean; isNewest(bytes: Buffer): boolean; run(next: Buffer | undefined, onProgress: (done: number, total: number) => void): Promise<Rotated> };
}

/** The vault in this process. */
export class LocalVault implements Vault {
  #closing: Promise<void> | undefined;
  #rotation: Promise<Rotated> | undefined;

  constructor(
    private readonly keys: KeyRing,
    private readonly lookLog: Looks,
    private readonly random: Random,
    private readonly file: VaultFile,
  ) {}

  /** For the data-protection service alone. Throws `missing-ledger` where this vault was opened without one. */
  get desk(): ErasureDesk {
    const { ledger } = this.file;
    if (ledger === undefined) throw new VaultError('missing-ledger', 'this vault was opened without an erasure ledger');
    const desk = createDesk(ledger, (personIds) => this.#destroy(personIds));
    return {
      ledger: (from) => observed('ledger', 1, () => this.#whileOpen(() => desk.ledger(from))),
      record: (decision) => observed('record', 1, () => this.#whileOpen(() => desk.record(decision))),
      destroy: (matter) => observed('destroy', ledger.matter(matter)?.persons.length ?? 0, () => this.#whileOpen(() => desk.destroy(matter))),
    };
  }

  seal(items: readonly SealItem[]): Promise<readonly Sealed[]> {
    return observed('seal', items.length, () => this.#seal(items));
  }

  open(items: readonly OpenItem[], caller: VaultCaller): Promise<readonly Opened[]> {
    return observed('open', items.length, () => this.#open(items, caller));
  }

  fingerprint(personId: string, body: unknown): Promise<string> {
    return observed('fingerprint', 1, () => this.#fingerprint(personId, body));
  }

  index(entries: readonly IndexEntry[]): Promise<void> {
    return observed('index', entries.length, () => this.#index(entries));
  }

  find(query: FindQuery): Promise<readonly string[]> {
    return observed('find', 1, () => this.#find(query));
  }

  looks(query: LooksQuery, caller: VaultCaller): Promise<LooksPage> {
    return observed('looks', 1, () => this.#looks(query, caller));
  }

  async indexState(): Promise<IndexState> {
    this.#mustBeOpen();
    await Promise.resolve();
    return this.keys.indexState();
  }

  reindex(batch: ReindexBatch): Promise<void> {
    return observed('reindex', batch.items.length, () => this.#reindex(batch));
  }

  /**
   * Copies `keys.db` as it stands, under the same master key, to a new file, while requests go on. Nobody else can: the file is locked to this process.
   * Whatever was bound before the call is in the copy. Not part of the port: for `rewrapKeys`, which makes a backup of it.
   * No erasure is called done before `forgetCopy`, because the copy may have the keys that it destroyed.
   */
  async copyKeys(to: string): Promise<void> {
    this.#mustBeOpen();
    await this.file.copies.make(to);
  }

  forgetCopy(to: string): Promise<void> {
    return this.file.copies.forget(to);
  }

  /** Whether these 32 bytes, which are overwritten, are the master key in use, or the one that is taking its place. Not part of the port: for a backup, which reads the key again to open its copy. */
  isMasterKey(bytes: Buffer): boolean {
    this.#mustBeOpen();
    try {
      return this.file.rotation.isNewest(bytes);
    } finally {
      bytes.fill(0);
    }
  }

  /** True while the master key is being replaced, also where a crash has interrupted that. */
  get rotating(): boolean {
    return this.file.rotation.underWay();
  }

  /**
   * Replaces the master key while requests go on; goes on where an earlier call was interrupted. Not part of the port: for the operator.
   * `next`: 32 bytes, which are overwritten; random ones when absent. Rejects with `wrong-master-key` for the key that is in use, and with `missing-master-key` where the key
   * in use was passed in and no new one is.
   */
  rotateMasterKey(next: Buffer | undefined, onProgress: (done: number, total: number) => void = () => undefined): Promise<Rotated> {
    return (this.#rotation ??= this.#rotate(next, onProgress).finally(() => (this.#rotation = undefined)));
  }

  /** Rejects with `vault-unavailable` where the keys are not where they were opened, or cannot be read, or who looks cannot be recorded; with `vault-closed` after `close`. */
  async probe(): Promise<void> {
    this.#mustBeOpen();
    await Promise.resolve();
    this.file.look();
    this.lookLog.probe();
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #seal(items: readonly SealItem[]): Promise<readonly Sealed[]> {
    this.#mustBeOpen();
    items.forEach(checkSealItem);
    const own = items.filter((item) => item.dataClass !== 'statistical').map((item) => item.personId);
    const years = items.filter((item) => item.dataClass === 'statistical').map((item) => item.year);
    const binding = this.keys.ensure(own, years);
    if (binding !== undefined) await binding;
    this.#mustBeOpen();
    return items.map((item) => sealBlob(item, item.value, this.#keysToSeal(item), this.random));
  }

  async #open(items: readonly OpenItem[], caller: VaultCaller): Promise<readonly Opened[]> {
    await Promise.resolve();
    this.#mustBeOpen();
    const opened = items.map((item) => this.#openOne(item, disclosure({ ...caller, dataClass: item.dataClass, safeguards: item.safeguards })));
    const look = lookOf(items, opened, caller);
    if (look === undefined) return opened;
    await this.lookLog.record(look);
    this.#mustBeOpen();
    return opened;
  }

  async #looks(query: LooksQuery, caller: VaultCaller): Promise<LooksPage> {
    this.#mustBeOpen();
    if (caller.role !== 'audit') throw new VaultError('not-allowed', 'who looked is for auditors');
    const page = this.lookLog.list(query);
    await this.lookLog.record(lookAtLooks(query.persons ?? [], caller));
    this.#mustBeOpen();
    return page;
  }

  async #fingerprint(personId: string, body: unknown): Promise<string> {
    this.#mustBeOpen();
    checkId(personId);
    const text = canonicalJson(body);
    const binding = this.keys.ensure([personId]);
    if (binding !== undefined) await binding;
    this.#mustBeOpen();
    return createHmac('sha256', this.#boundKeys(personId).key(fingerprintLabel)).update(text).digest('base64url');
  }

  async #index(entries: readonly IndexEntry[]): Promise<void> {
    this.#mustBeOpen();
    for (const entry of entries) checkId(entry.personId);
    if (entries.length > 0) await this.keys.index(entries);
  }

  async #find(query: FindQuery): Promise<readonly string[]> {
    await Promise.resolve();
    this.#mustBeOpen();
    return this.keys.find(query);
  }

  async #reindex({ items, reached }: ReindexBatch): Promise<void> {
    this.#mustBeOpen();
    const entries = items.flatMap((item) => (item.dataClass === 'identity' ? namedIn(item.personId, this.#contentOf(item)) : []));
    await this.keys.reindex(entries, reached);
  }

  /** For what never leaves this file; undefined where it cannot be opened. */
  #contentOf(item: StoredItem): JsonValue | undefined {
    try {
      const opened = this.#openOne(item, { level: 'full', because: 'nothing of it leaves the vault' });
      return opened.ok ? opened.value : undefined;
    } catch (error) {
      if (error instanceof VaultError && (error.code === 'unknown-key' || error.code === 'unknown-algorithm')) return undefined;
      throw error;
    }
  }

  async #destroy(personIds: readonly string[]): Promise<void> {
    this.#mustBeOpen();
    personIds.forEach(checkId);
    await this.keys.destroy(personIds);
    this.file.copies.assertNone();
  }

  #openOne(item: StoredItem, disclosed: Disclosure): Opened {
    if (disclosed.level === 'none') return { ok: false, reason: disclosed.reason };
    const { level } = disclosed;
    checkId(item.personId);
    checkId(item.eventId);
    const keys = this.#keysToOpen(item);
    if (keys === 'erased' || keys === 'corrupt') return { ok: false, reason: keys };
    const opened = openBlob(item, item.sealed, keys);
    if (opened === undefined) return { ok: false, reason: 'corrupt' };
    return { ok: true, level, value: applyLevel(level, item.dataClass, opened.value) };
  }

  #keysToSeal(item: SealItem): DerivedKeys {
    return item.dataClass === 'statistical' ? this.#knownYear(item.year) : this.#boundKeys(item.personId);
  }

  #keysToOpen(item: StoredItem): DerivedKeys | 'erased' | 'corrupt' {
    if (item.dataClass === 'statistical') {
      const year = yearOfKid(item.sealed.kid);
      return year === undefined ? 'corrupt' : this.#knownYear(year);
    }
    try {
      return this.#boundKeys(item.personId);
    } catch (error) {
      if (error instanceof VaultError && error.code === 'person-erased') return 'erased';
      throw error;
    }
  }

  #boundKeys(personId: string): DerivedKeys {
    return this.keys.person(personId) ?? unknownKey();
  }

  #knownYear(year: number): DerivedKeys {
    return this.keys.year(year) ?? unknownKey();
  }

  async #rotate(next: Buffer | undefined, onProgress: (done: number, total: number) => void): Promise<Rotated> {
    this.#mustBeOpen();
    try {
      return await this.file.rotation.run(next, (done, total) => {
        // Between two steps: what is left goes on when the vault is opened again.
        this.#mustBeOpen();
        onProgress(done, total);
      });
    } catch (error) {
      throw toVaultError(error);
    } finally {
      next?.fill(0);
    }
  }

  async #whileOpen<T>(work: () => Promise<T>): Promise<T> {
    this.#mustBeOpen();
    return work();
  }

  async #close(): Promise<void> {
    try {
      await Promise.all([this.keys.close(), this.lookLog.close()]);
    } finally {
      this.random.wipe();
      this.file.release();
    }
  }

  #mustBeOpen(): void {
    if (this.#closing !== undefined) throw new VaultError('vault-closed', 'the vault was closed');
  }
}

function unknownKey(): never {
  throw new VaultError('unknown-key', 'keys.db does not know the key of a blob; is it the one that belongs to this log?');
}
