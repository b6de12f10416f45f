import { Worker } from 'node:worker_threads';
import { walCheckpoint } from '@guitu/sqlite';
import type { Durability, SqliteDatabase, WalCheckpointResult } from '@guitu/sqlite';
import { walCheckpoints } from './channels.js';
import type { WalOrder } from './wal-worker.js';

const COMMITS_BETWEEN_CHECKPOINTS = 500;
const BYTES_BETWEEN_CHECKPOINTS = 4 * 1024 * 1024;
/** Pages of log (32 MiB) beyond which the writer copies the last few itself, so that it can start the log again even if it never rests. */
const LONG_LOG_PAGES = 8_192;
const SQLITE_DEFAULT_AUTOCHECKPOINT = 1_000;
/** Of closing: a stop has ten seconds for everything. */
const CLOSE_TIMEOUT_MS = 2_000;

export interface WalCheckpointerOptions {
  readonly file: string;
  readonly durability: Durability;
  /** The worker's script; given only by the test of a worker that cannot start. */
  readonly script?: URL;
  /** Milliseconds after which closing leaves the log as long as it is; given only by tests, whose disk may be slow. */
  readonly closeTimeoutMs?: number;
}

/**
 * Keeps the write-ahead log short from a worker thread. The worker starts when there is first something to do and never keeps the process alive.
 * It is a convenience: when it fails, SQLite goes back to checkpointing at commit, slower and just as safe.
 */
export class WalCheckpointer {
  readonly #db: SqliteDatabase;
  readonly #options: WalCheckpointerOptions;
  #worker: Worker | undefined;
  #failed = false;
  #busy = false;
  #commits = 0;
  #bytes = 0;

  /** @param db the writer's connection, opened with `walAutocheckpoint: 0` */
  constructor(db: SqliteDatabase, options: WalCheckpointerOptions) {
    this.#db = db;
    this.#options = options;
  }

  /** To be called after every commit. */
  committed(bytes: number): void {
    this.#commits += 1;
    this.#bytes += bytes;
    if (this.#busy || this.#failed) return;
    if (this.#commits < COMMITS_BETWEEN_CHECKPOINTS && this.#bytes < BYTES_BETWEEN_CHECKPOINTS) return;
    this.#commits = 0;
    this.#bytes = 0;
    this.#busy = true;
    this.#order((this.#worker ??= this.#start()), 'passive');
  }

  /** Cuts the log to nothing and ends the worker. The writer's connection is still open, so a failure here costs only disk space. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
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
      if (result.logPages > LONG_LOG_PAGES && this.#db.open) this.#copyTail();
    });
    worker.on('error', () => this.#giveUp());
    worker.on('exit', () => this.#giveUp());
    // After the listeners: adding one for messages makes the worker keep the process alive again.
    worker.unref();
    return worker;
  }

  #order(worker: Worker, order: WalOrder): void {
    worker.postMessage(order);
  }

  #copyTail(): void {
    try {
      walCheckpoints.traceSync(walCheckpoint, { file: this.#options.file, mode: 'passive' }, undefined, this.#db, 'passive');
    } catch {
      // The pages stay in the log, where every reader finds them; a disk that is really broken fails the next append.
    }
  }

  #giveUp(): void {
    this.#worker = undefined;
    this.#failed = true;
    if (this.#db.open) this.#db.pragma(`wal_autocheckpoint = ${SQLITE_DEFAULT_AUTOCHECKPOINT}`);
  }
}
