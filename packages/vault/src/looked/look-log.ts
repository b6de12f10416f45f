import { immediate, walSync } from '@guitu/sqlite';
import type { WalSync } from '@guitu/sqlite';
import { looked } from '../channels.js';
import type { NextTurn } from '../keys/group-writer.js';
import { GroupWriter } from '../keys/group-writer.js';
import { toVaultError, VaultError } from '../vault-error.js';
import { lookFileName, openLookFile } from './look-file.js';
import type { LookFile } from './look-file.js';
import type { NewLook } from './look-of.js';
import { LookRows } from './look-rows.js';
import type { LooksPage, LooksQuery } from './look.js';

/** Answers of which more calls may still come. */
const RECENT = 1_024;
/** Looks that go in one transaction when their time is over: a pause that nobody notices. */
const DROPPED_AT_ONCE = 200;
const DAY = 86_400_000;

/** An answer that has its record already. */
interface Recorded {
  readonly id: number;
  readonly at: number;
  parts: number;
  /** What is durable of it. */
  readonly rows: Set<string>;
  durable: boolean;
}

export interface LookLogOptions {
  readonly directory: string;
  readonly realNow: () => number;
  /** Where it is given each commit waits for the disk in this thread. */
  readonly nextTurn?: NextTurn | undefined;
}

/** What a vault needs of it. */
export type Looks = Pick<LookLog, 'record' | 'list' | 'probe' | 'close'>;

/**
 * Who looked, in a file of its own. A record is durable before its promise resolves, and all that were asked for in one turn of the event loop share a commit.
 * Calls for one answer become one record. Everything throws or rejects with a `VaultError` only.
 */
export class LookLog {
  readonly #rows: LookRows;
  readonly #writer: GroupWriter;
  readonly #disk: WalSync | undefined;
  readonly #recent = new Map<string, Recorded>();
  #group: { looks: number } = { looks: 0 };
  #failing = false;
  #closed = false;
  #lastDrop = Number.NEGATIVE_INFINITY;

  private constructor(
    private readonly file: LookFile,
    private readonly realNow: () => number,
    nextTurn: NextTurn | undefined,
  ) {
    const { db } = file;
    this.#rows = new LookRows(db);
    this.#disk = nextTurn === undefined ? walSync(db) : undefined;
    this.#writer = new GroupWriter((work) => this.#commit(work), nextTurn);
  }

  /** Throws `vault-corrupt`, `unknown-format`, `vault-unavailable`. */
  static open({ directory, realNow, nextTurn }: LookLogOptions): LookLog {
    return new LookLog(openLookFile(directory, realNow()), realNow, nextTurn);
  }

  /** Rejects with `vault-unavailable` where it cannot be made durable: then nothing of the answer may leave. */
  async record(look: NewLook): Promise<void> {
    const key = keyOf(look);
    const rows = look.seen.map((seen) => JSON.stringify(seen));
    const known = this.#recent.get(key);
    if (known?.durable === true && look.counted === undefined && rows.every((row) => known.rows.has(row))) return;
    try {
      const recorded = await this.#writer.write(() => this.#insert(key, look));
      recorded.durable = true;
      for (const row of rows) recorded.rows.add(row);
    } catch (error) {
      // What its company had begun to write of it is gone.
      this.#recent.delete(key);
      throw error;
    }
    this.#dropOver();
  }

  list(query: LooksQuery): LooksPage {
    return this.#guarded(() => this.#rows.list(query));
  }

  /** Throws `vault-unavailable` where looks cannot be recorded now. */
  probe(): void {
    this.file.check();
    this.#writer.probe();
    this.#guarded(this.file.room);
    // Whether another program has let go of it.
    if (this.#failing) this.#transaction(() => undefined);
  }

  /** Resolves when nobody waits for the file any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writer.drain();
    this.#disk?.close();
    this.file.db.close();
  }

  #insert(key: string, look: NewLook): Recorded {
    let recorded = look.counted === undefined ? this.#recent.get(key) : undefined;
    if (recorded === undefined) {
      const at = this.realNow();
      recorded = { id: this.#rows.addLook(at, look), at, parts: 0, rows: new Set(), durable: false };
      this.#remember(key, recorded);
      this.#group.looks += 1;
    }
    for (const seen of look.seen) this.#rows.addSeen(recorded, (recorded.parts += 1), seen);
    return recorded;
  }

  #remember(key: string, recorded: Recorded): void {
    this.#recent.set(key, recorded);
    if (this.#recent.size <= RECENT) return;
    // A Map iterates in the order of insertion.
    for (const oldest of this.#recent.keys()) {
      this.#recent.delete(oldest);
      return;
    }
  }

  #commit(work: () => void): Promise<void> {
    const group = (this.#group = { looks: 0 });
    return looked.tracePromise(() => {
      this.#transaction(work);
      return this.#disk?.durable().catch(refuse) ?? Promise.resolve();
    }, group);
  }

  #transaction(work: () => void): void {
    try {
      this.file.check();
      immediate(this.file.db, work);
      this.#failing = false;
    } catch (error) {
      this.#failing = true;
      refuse(error);
    }
  }

  /** Once a day, in slices between other work. One that fails is tried again with the next day's; what has begun to be dropped stays dropped. */
  #dropOver(): void {
    const now = this.realNow();
    if (Math.abs(now - this.#lastDrop) < DAY) return;
    this.#lastDrop = now;
    void this.#drop(now);
  }

  async #drop(now: number): Promise<void> {
    try {
      for (let dropped = DROPPED_AT_ONCE; dropped === DROPPED_AT_ONCE && !this.#closed; ) dropped = await this.#writer.write(() => this.#rows.dropOver(now, DROPPED_AT_ONCE));
    } catch {
      return;
    }
  }

  #guarded<T>(read: () => T): T {
    if (this.#closed) throw new VaultError('vault-closed', 'the vault was closed');
    try {
      return read();
    } catch (error) {
      throw toVaultError(error, lookFileName);
    }
  }
}

function refuse(error: unknown): never {
  throw toVaultError(error, lookFileName);
}

/** Calls with the same key are for one answer: ids of requests are the services' own, and what stands in the record must be the same. */
const keyOf = ({ answer, organisation, role, user, purpose }: NewLook): string => JSON.stringify([answer.id, answer.operation, organisation, role, user, purpose]);
