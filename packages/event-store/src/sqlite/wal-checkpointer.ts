import { Worker } from 'node:worker_threads';
import { isDiskError, sqliteErrorCode, walCheckpoint } from '@guitu/sqlite';
import type { Durability, SqliteDatabase, WalCheckpointResult } from '@guitu/sqlite';
import { StoreError } from '../port.js';
import { walCheckpoints } from './channels.js';
import type { WalOrder } from './wal-worker.js';

const COMMITS_BETWEEN_CHECKPOINTS = 500;
const BYTES_BETWEEN_CHECKPOINTS = 4 * 1024 * 1024;
/** Pages of log (32 MiB) beyond which the writer copies the last few itself, so that it can start the log again even if it never rests. */
const LONG_LOG_PAGES = 8_192;
/** Of closing: a stop has ten seconds for everything. */
const CLOSE_TIMEOUT_MS = 2_000;

export interface WalCheckpointerOptions {
  readonly file: string;
  readonly durability: Durability;
  /** The worker's script; given only by tests of a worker that cannot start, or whose disk fails. */
  readonly script?: URL;
  /** Milliseconds after which closing leaves the log as long as it is; given only by tests, whose disk may be slow. */
  readonly closeTimeoutMs?: number;
}

/**
 * Keeps the write-ahead log short from a worker thread. The worker starts when there is first something to do and never keeps the process alive.
 * It is a convenience: without it the writer copies the log itself, slower and just as safe.
 *
 * A disk that fails under a checkpoint is another matter, and final. While somebody reads an old snapshot SQLite copies some pages, does not wait for the disk, and
 * notes them as copied; when the disk then fails, it says so once, the system drops those pages, and the next try, which does not write them again, succeeds.
 * Only the next start, which copies all of the log, knows better.
 */
export class WalCheckpointer {
  readonly #db: SqliteDatabase;
  readonly #options: WalCheckpointerOptions;
  #worker: Worker | undefined;
  #failure: StoreError | undefined;
  #workerless = false;
  #busy = false;
  #closing = false;
  #commits = 0;
  #bytes = 0;

  /** @param db the writer's connection, opened with `walAutocheckpoint: 0` */
  constructor(db: SqliteDatabase, options: WalCheckpointerOptions) {
    this.#db = db;
    this.#options = options;
  }

  /** With what the disk failed; then nothing may be written, or copied, until the next start. */
  get failure(): StoreError | undefined {
    return this.#failure;
  }

  /** To be called after every commit. */
  committed(bytes: number): void {
    this.#commits += 1;
    this.#bytes += bytes;
    if (this.#busy || this.#failure !== undefined) return;
    if (this.#commits < COMMITS_BETWEEN_CHECKPOINTS && this.#bytes < BYTES_BETWEEN_CHECKPOINTS) return;
    this.#commits = 0;
    this.#bytes = 0;
    if (this.#workerless) return this.#copy();
    this.#busy = true;
    this.#order((this.#worker ??= this.#start()), 'passive');
  }

  /** Cuts the log to nothing and ends the worker. The writer's connection is still open, so whatever but the disk fails here costs only space. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#closing = true;
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.ref();
    this.#order(worker, 'truncate');
    const timeout = setTimeout(() => void worker.terminate(), this.#options.closeTimeoutMs ?? CLOSE_TIMEOUT_MS);
    await exited;
    clearTimeout(timeout);
  }

  #start(): Worker {
    const { file, durability, script = new URL('./wal-worker.js', import.meta.url) } = this.#options;
    const worker = new Worker(script, { workerData: { file, durability } });
    worker.on('message', (result: WalCheckpointResult) => {
      this.#busy = false;
      // While it closes the worker is about to cut the log; it would find the checkpoint taken, and SQLite does not wait for that.
      if (result.logPages > LONG_LOG_PAGES && !this.#closing) this.#copy();
    });
    worker.on('error', (error) => {
      this.#without();
      this.#note(error);
    });
    worker.on('exit', () => {
      this.#without();
      this.#worker = undefined;
    });
    // After the listeners: adding one for messages makes the worker keep the process alive again.
    worker.unref();
    return worker;
  }

  #order(worker: Worker, order: WalOrder): void {
    worker.postMessage(order);
  }

  #copy(): void {
    try {
      walCheckpoints.traceSync(walCheckpoint, { file: this.#options.file, mode: 'passive' }, undefined, this.#db, 'passive');
    } catch (error) {
      // For want of room or of a lock the pages stay in the log, where every reader finds them.
      this.#note(error);
    }
  }

  #without(): void {
    this.#workerless = true;
    this.#busy = false;
  }

  #note(error: unknown): void {
    if (isDiskError(error)) this.#failure ??= new StoreError('store-unavailable', `The disk failed while the log was copied into its file (${sqliteErrorCode(error) ?? ''}); nothing is written before the next start.`, { cause: error });
  }
}
