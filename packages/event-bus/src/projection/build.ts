import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { Position } from '@guitu/event-store';
import { immediate, walCheckpoint, writeInBulk } from '@guitu/sqlite';
import type { ChunkOutcome } from '../inbox/commit-chunk.js';
import { BULK, CHUNK, Inbox } from '../inbox/inbox.js';
import { BusError } from '../bus-error.js';
import { LOG } from '../port.js';
import type { BusPage, Cursors } from '../port.js';
import { pause } from '../runtime.js';
import type { Runtime } from '../runtime.js';
import type { AnyProjection } from './definition.js';
import { FileUnusable, causeOf, onOwnFile } from './fault.js';
import type { ProjectionFile } from './file.js';
import type { Incident } from './incident.js';
import { Lag } from './lag.js';
import { persist } from './persist.js';
import type { ProjectionSource } from './source.js';

export interface BuildOptions {
  readonly definition: AnyProjection;
  readonly source: ProjectionSource;
  readonly runtime: Runtime;
  readonly onIncident: (kind: Incident['kind'], detail: string, about: Pick<Incident, 'stream' | 'cause'>) => void;
  /** After each commit. */
  readonly onCommit: (build: Build, outcome: ChunkOutcome) => void;
}

/** Between two looks at the head of a log that is ahead. */
const LOOK_EVERY_MS = 100;

/** One projection file being fed: first from the store up to its head, then from the bus. */
export class Build {
  readonly file: ProjectionFile;
  readonly inbox: Inbox;
  readonly #options: BuildOptions;
  readonly #closed = new AbortController();
  readonly lag = new Lag();
  #lookedAt = -Infinity;
  #caughtUp = false;

  constructor(file: ProjectionFile, options: BuildOptions) {
    const { definition, source, runtime, onIncident, onCommit } = options;
    this.file = file;
    this.#options = options;
    this.lag.lost(runtime.now()); // Until the first page nobody knows what waits.
    this.inbox = new Inbox({
      db: file.db,
      tables: file.tables,
      owner: file.owner,
      definition,
      reader: source.store,
      runtime,
      signal: this.#closed.signal,
      onRetry: (error, attempt) => onIncident('retrying', `Attempt ${attempt}: ${String(error)}`, { cause: causeOf(error) }),
      onCommit: (outcome) => onCommit(this, outcome),
      onGapClosed: (stream) => onIncident('gap-closed', `${stream} went on with what the store has.`, { stream }),
    });
  }

  /** True while the last page ended at the head. */
  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  /** Place in the log up to which it is applied; undefined before the first page, and for a bus whose places are none in the log. */
  place(): Position | undefined {
    const { [LOG]: place, ...others } = this.#cursors();
    return this.#isBuilt() && Object.keys(others).length > 0 ? undefined : (place as Position | undefined);
  }

  /** Events that wait for it: in the store while it is being read, then in the bus. Undefined while neither can be asked. */
  async backlog(): Promise<number | undefined> {
    const { definition, source } = this.#options;
    const count = this.#isBuilt() ? source.bus.backlog(this.#cursors(), definition.categories) : source.store.backlog(this.#logPlace());
    return count.catch(() => undefined);
  }

  /** Notes where the bus ends, before the store is read. For a file that is not built. */
  async begin(): Promise<void> {
    const ends = await this.#options.source.bus.ends();
    onOwnFile(() => immediate(this.file.db, () => {
      for (const [partition, cursor] of Object.entries(ends)) this.file.tables.setCursor(partition, cursor);
    }));
  }

  /** One pass over the store, from the checkpoint to the head. */
  async catchUp(signal: AbortSignal): Promise<void> {
    const asUsual = onOwnFile(() => writeInBulk(this.file.db));
    try {
      await this.#readStore(signal);
    } finally {
      onOwnFile(asUsual);
    }
    onOwnFile(() => this.file.tables.setMeta('built', 'yes'));
  }

  /** Goes on until the signal fires or something breaks. A file that is not built reads the store to its head first, and then the bus from where that ended before. */
  async follow(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { definition, source, runtime } = this.#options;
    const { restMs = 0 } = definition;
    try {
      await this.inbox.closeGaps();
      if (!this.#isBuilt()) {
        await this.begin();
        await this.catchUp(signal);
      }
      for await (const page of source.bus.consume({ consumer: definition.name, categories: definition.categories, after: this.#cursors(), pageSize: CHUNK, signal })) {
        await this.#take(page);
        onProgress();
        if (restMs > 0 && page.cursors[LOG] !== undefined && page.caughtUp) await pause(runtime, restMs, signal);
      }
      if (!signal.aborted) throw new Error('The bus ended.');
    } catch (error) {
      this.#caughtUp = false;
      this.lag.lost(runtime.now());
      // What the bus has lost, the next attempt reads from the store.
      if (isGone(error)) onOwnFile(() => this.file.tables.setMeta('built', 'no'));
      throw error;
    }
  }

  /** Makes the file as durable as one that serves, whatever was saved on the way. */
  harden(): void {
    onOwnFile(() => walCheckpoint(this.file.db, 'truncate'));
    const handle = openSync(this.file.path, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }

  /** Ends what still waits or retries: a file that cannot be written just now would hold up a stop for as long. */
  giveUp(): void {
    this.#closed.abort(new FileUnusable('The file was closed.'));
  }

  /** Releases the file, when what still waits or retries has ended. */
  async close(): Promise<void> {
    this.giveUp();
    await this.inbox.idle();
    this.file.db.close();
  }

  /** Up to where the store was read. */
  #logPlace(): Position | undefined {
    return this.#cursors()[LOG] as Position | undefined;
  }

  /** Whether it was at the head of the store since it last noted where the bus ends. */
  #isBuilt(): boolean {
    return onOwnFile(() => this.file.tables.meta('built')) === 'yes';
  }

  #cursors() {
    return onOwnFile(() => this.file.tables.cursors());
  }

  async #readStore(signal: AbortSignal): Promise<void> {
    const { definition, source, runtime, onIncident } = this.#options;
    await persist(async () => {
      const after = this.#logPlace();
      const pages = source.store.subscribe({ ...(after === undefined ? {} : { after }), categories: definition.categories, pageSize: BULK, live: false, signal });
      for await (const { events, position, caughtUp } of pages) {
        await this.#take({ events, cursors: { [LOG]: position }, caughtUp });
        signal.throwIfAborted();
      }
      // A feed that is stopped between two pages just ends, and what it had not read yet would never come.
      signal.throwIfAborted();
    }, { runtime, signal, onRetry: (error, attempt) => {
      this.lag.lost(runtime.now());
      onIncident('retrying', `Attempt ${attempt}: ${String(error)}`, { cause: causeOf(error) });
    } });
  }

  async #take(page: BusPage): Promise<void> {
    if (!this.file.inPlace()) throw new FileUnusable('The file was removed.');
    if (page.events.length > 0) {
      this.#caughtUp = false;
      await this.#look(page);
    }
    if (page.events.length > 0 || this.#moves(page.cursors)) await this.inbox.receive(page);
    this.#caughtUp = page.caughtUp;
    if (page.caughtUp) this.lag.level();
    else if (page.cursors[LOG] !== undefined) this.lag.reached(page.cursors[LOG]);
  }

  #moves(cursors: Cursors): boolean {
    const now = this.#cursors();
    return Object.entries(cursors).some(([partition, cursor]) => now[partition] !== cursor);
  }

  async #look({ cursors: { [LOG]: place }, caughtUp }: BusPage): Promise<void> {
    const { source, runtime } = this.#options;
    const now = runtime.now();
    if (!caughtUp && now - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = now;
    if (place === undefined) this.lag.seen(undefined, now);
    else this.lag.seen(caughtUp ? place : await source.store.head(), now);
  }
}

const isGone = (error: unknown): boolean => error instanceof BusError && error.code === 'events-gone';
