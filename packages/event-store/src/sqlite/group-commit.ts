import { prepareImmediate } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { appends } from '../append-trace.js';
import { StoreError } from '../port.js';
import type { AppendResult } from '../port.js';
import { prepareAppend } from './append.js';
import type { AppendRequest } from './append.js';
import { toCommitError } from './errors.js';

// One group holds the event loop until its fsync is done; these bounds keep that in the order of ten milliseconds.
const MAX_APPENDS_PER_GROUP = 256;
const MAX_BYTES_PER_GROUP = 4 * 1024 * 1024;

interface Pending extends AppendRequest {
  readonly bytes: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: StoreError) => void;
  outcome: AppendResult | StoreError | undefined;
}

export interface GroupCommit {
  /** Resolves when the append is durable, or is decided against. */
  append(request: AppendRequest, bytes: number): Promise<AppendResult>;
  /** Commits everything accepted so far before it returns. */
  drain(): void;
}

/**
 * Appends that arrive in the same turn of the event loop share one transaction and therefore one fsync, which is most of an append's cost.
 * Each is decided by itself; what they share is only the fate of the commit, and nobody is answered before it.
 * @param storeId for those who follow `guitu.append`
 * @param committed called after each commit with the number of event bytes in it
 */
export function createGroupCommit(db: SqliteDatabase, storeId: string, committed: (bytes: number) => void): GroupCommit {
  const decide = prepareAppend(db);
  const commit = prepareImmediate(db, (group: readonly Pending[]) => {
    for (const pending of group) pending.outcome = decide(pending);
  });
  let queue: Pending[] = [];
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

  function commitGroup(): void {
    const group = takeGroup();
    if (group.length === 0) return;
    let bytes = 0;
    let events = 0;
    for (const pending of group) {
      bytes += pending.bytes;
      events += pending.events.length;
    }
    try {
      appends.traceSync(commit, { storeId, appends: group.length, events, bytes }, undefined, group);
    } catch (error) {
      const failure = toCommitError(error);
      for (const pending of group) pending.reject(failure);
      return;
    }
    for (const pending of group) {
      if (pending.outcome instanceof StoreError) pending.reject(pending.outcome);
      else if (pending.outcome !== undefined) pending.resolve(pending.outcome);
    }
    committed(bytes);
  }

  function schedule(): void {
    if (scheduled || queue.length === 0) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      commitGroup();
      schedule();
    });
  }

  return {
    append: ({ stream, events, expected }, bytes) =>
      new Promise((resolve, reject) => {
        queue.push({ stream, events, expected, bytes, resolve, reject, outcome: undefined });
        schedule();
      }),
    drain() {
      while (queue.length > 0) commitGroup();
    },
  };
}
