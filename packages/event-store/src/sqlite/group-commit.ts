import { setTimeout as after } from 'node:timers/promises';
import { prepareImmediate } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { appends } from '../append-trace.js';
import type { AppendTrace } from '../append-trace.js';
import { StoreError } from '../port.js';
import type { AppendResult } from '../port.js';
import { prepareAppend } from './append.js';
import type { AppendRequest } from './append.js';
import { isLocked, toCommitError } from './errors.js';

// One group holds the event loop until its fsync is done; these bounds keep that in the order of ten milliseconds.
const MAX_APPENDS_PER_GROUP = 256;
const MAX_BYTES_PER_GROUP = 4 * 1024 * 1024;
// Another program's commit holds the lock for milliseconds; who holds it longer is waited for between other work.
const LOCK_WAIT_MS = 10;
const BETWEEN_TRIES_MS = 30;

interface Pending extends AppendRequest {
  readonly bytes: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: StoreError) => void;
  outcome: AppendResult | StoreError | undefined;
}

export interface GroupCommit {
  /** Resolves when the append is durable, or is decided against. */
  append(request: AppendRequest, bytes: number): Promise<AppendResult>;
  /** Commits everything accepted so far before it resolves; in the same turn unless another program holds the lock. */
  drain(): Promise<void>;
}

export interface GroupCommitOptions {
  /** For those who follow `guitu.append`. */
  readonly storeId: string;
  /** Milliseconds after which a group that another program locks out is refused. */
  readonly lockTimeoutMs: number;
  /** Called after each commit with the number of event bytes in it. */
  readonly committed: (bytes: number) => void;
}

/** A group that is being committed: tried again while another program holds the lock, told of once. */
interface Attempt {
  readonly group: readonly Pending[];
  readonly trace: AppendTrace & { result?: undefined; error?: unknown };
  triesLeft: number;
}

/**
 * Appends that arrive in the same turn of the event loop share one transaction and therefore one fsync, which is most of an append's cost.
 * Each is decided by itself; what they share is only the fate of the commit, and nobody is answered before it.
 */
export function createGroupCommit(db: SqliteDatabase, { storeId, lockTimeoutMs, committed }: GroupCommitOptions): GroupCommit {
  const decide = prepareAppend(db);
  const transact = prepareImmediate(db, (group: readonly Pending[]) => {
    for (const pending of group) pending.outcome = decide(pending);
  });
  const withShortWait = prepareShortWait(db);
  const tries = Math.ceil(lockTimeoutMs / (LOCK_WAIT_MS + BETWEEN_TRIES_MS));
  let queue: Pending[] = [];
  let current: Attempt | undefined;
  let scheduled = false;

  function takeGroup(): readonly Pending[] {
    let count = 0;
    for (let bytes = 0; count < queue.length && count < MAX_APPENDS_PER_GROUP; count += 1) {
      bytes += queue[count]?.bytes ?? 0;
      if (count > 0 && bytes > MAX_BYTES_PER_GROUP) break;
    }
    if (count === queue.length) {
      const all = queue;
      queue = [];
      return all;
    }
    return queue.splice(0, count);
  }

  function begin(): Attempt | undefined {
    const group = takeGroup();
    if (group.length === 0) return undefined;
    let bytes = 0;
    let events = 0;
    for (const pending of group) {
      bytes += pending.bytes;
      events += pending.events.length;
    }
    const trace = { storeId, appends: group.length, events, bytes };
    appends.start.publish(trace);
    return { group, trace, triesLeft: tries };
  }

  function end({ group, trace }: Attempt, failure?: StoreError): void {
    current = undefined;
    if (failure === undefined) trace.result = undefined;
    else {
      trace.error = failure;
      appends.error.publish(trace);
    }
    appends.end.publish(trace);
    for (const pending of group) {
      if (failure !== undefined) pending.reject(failure);
      else if (pending.outcome instanceof StoreError) pending.reject(pending.outcome);
      else if (pending.outcome !== undefined) pending.resolve(pending.outcome);
    }
    if (failure === undefined) committed(trace.bytes);
  }

  /** False where another program holds the lock: the same group is to be tried again. */
  function tryGroup(): boolean {
    const attempt = (current ??= begin());
    if (attempt === undefined) return true;
    try {
      withShortWait(() => transact(attempt.group));
    } catch (error) {
      attempt.triesLeft -= 1;
      if (isLocked(error) && attempt.triesLeft > 0) return false;
      end(attempt, toCommitError(error));
      return true;
    }
    end(attempt);
    return true;
  }

  function work(): void {
    if (tryGroup()) {
      scheduled = false;
      schedule();
    } else setTimeout(work, BETWEEN_TRIES_MS);
  }

  function schedule(): void {
    if (scheduled || queue.length === 0) return;
    scheduled = true;
    setImmediate(work);
  }

  return {
    append: ({ stream, events, expected }, bytes) =>
      new Promise((resolve, reject) => {
        queue.push({ stream, events, expected, bytes, resolve, reject, outcome: undefined });
        schedule();
      }),
    async drain() {
      while (current !== undefined || queue.length > 0) if (!tryGroup()) await after(BETWEEN_TRIES_MS);
    },
  };
}

/** Does work for which SQLite waits a short time only: whatever it waits for a lock, the whole process waits. */
function prepareShortWait(db: SqliteDatabase): (work: () => void) => void {
  const usual = Number(db.pragma('busy_timeout', { simple: true }));
  const short = db.prepare(`pragma busy_timeout = ${Math.min(LOCK_WAIT_MS, usual)}`);
  const long = db.prepare(`pragma busy_timeout = ${usual}`);
  return (work) => {
    short.get();
    try {
      work();
    } finally {
      long.get();
    }
  };
}
