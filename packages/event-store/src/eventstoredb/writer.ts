import { AccessDeniedError, DeadlineExceededError, MaxAppendSizeExceededError, StreamDeletedError, WrongExpectedVersionError } from '@eventstore/db-client';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { StoreError } from '../port.js';
import { clientOf, release } from './client.js';
import { within } from './deadline.js';

/**
 * What appends. It has a client of its own, and one at a time: the library keeps the appends in flight of all clients of a process in one table, empties it
 * when any stream of appends breaks, and dies of an answer that comes after that. So nothing but appends is asked of this client, and the next one comes
 * when the last has nothing in flight. For the same reason a process has one store.
 */
export interface Writer {
  /**
   * Rejects with the library's error, or with a `StoreError`: `store-unavailable` while nothing has been sent, `append-outcome-unknown` when the server did
   * not answer in time, for which the library has no limit.
   */
  run<T>(work: (client: EventStoreDBClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface WriterOptions {
  readonly url: string;
  readonly deadlineMs: number;
  /** Rejects where the server is away or has another log now. Asked after a failure, before anything more is sent. */
  readonly assertThere: () => Promise<void>;
}

/** One client, from its first append to the first that it fails in. */
interface Line {
  readonly client: EventStoreDBClient;
  inFlight: number;
  /** Of the last answer, by `performance.now()`. */
  answeredAt: number;
  /** Called when nothing is in flight any more. */
  idle: () => void;
}

/** Errors that the server gave as its answer to one append; the others on the line go on. */
const isAnswer = (error: unknown): boolean =>
  [WrongExpectedVersionError, MaxAppendSizeExceededError, StreamDeletedError, AccessDeniedError, DeadlineExceededError].some((answer) => error instanceof answer);

export function createWriter({ url, deadlineMs, assertThere }: WriterOptions): Writer {
  const unheard = new StoreError('append-outcome-unknown', 'EventStoreDB did not answer in time. Retry with the same ids and the same expected revision.');
  const begin = (): Line => ({ client: clientOf(url), inFlight: 0, answeredAt: 0, idle: () => undefined });

  let line: Line | undefined = begin();
  let released: Promise<void> = Promise.resolve();
  let reopening: Promise<Line> | undefined;

  /** The library never asks again what it once failed to learn of a server, so a line that broke is not used again. */
  function retire(broken: Line): void {
    if (broken !== line) return;
    line = undefined;
    const drained = new Promise<void>((resolve) => (broken.idle = resolve));
    released = drained.then(() => within(deadlineMs, release(broken.client), () => unheard)).catch(() => undefined);
  }

  async function reopen(): Promise<Line> {
    await within(deadlineMs, released, () => new StoreError('store-unavailable', 'EventStoreDB does not answer.'));
    await assertThere();
    line = begin();
    return line;
  }

  return {
    async run(work) {
      const on = line ?? (await (reopening ??= reopen().finally(() => (reopening = undefined))));
      on.inFlight += 1;
      try {
        const result = await within(deadlineMs, work(on.client), () => unheard);
        on.answeredAt = performance.now();
        return result;
      } catch (error) {
        if (isAnswer(error)) on.answeredAt = performance.now();
        // A server that is only slow has answered others meanwhile.
        else if (error !== unheard || performance.now() - on.answeredAt > deadlineMs) retire(on);
        throw error;
      } finally {
        on.inFlight -= 1;
        if (on.inFlight === 0) on.idle();
      }
    },
    async close() {
      await released;
      if (line !== undefined) await release(line.client);
    },
  };
}
