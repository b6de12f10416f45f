import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkPageSize } from '../limits.js';
import type { FeedPage, Position, SubscribeOptions } from '../port.js';
import type { WakeUp } from './wake-up.js';

/** A log inside this process. */
export interface PageSource {
  /**
   * The next page after a position. Its own position is the head of the log when it is caught up, also where the filter left nothing.
   * Throws `foreign-checkpoint` for a position beyond the head, `store-closed` when there is no log to read any more.
   */
  page(after: Position | undefined, categories: readonly string[] | undefined, limit: number): FeedPage;
  readonly wakeUp: WakeUp;
}

/** The subscription loop: the first page always, further ones as they bring progress. Between pages every other task has its turn. */
export async function* followPages(source: PageSource, options: SubscribeOptions): AsyncGenerator<FeedPage, void, undefined> {
  const { categories, live, signal } = options;
  const pageSize = checkPageSize(options.pageSize);
  let after = options.after;
  for (let first = true; signal?.aborted !== true; first = false) {
    const seen = source.wakeUp.count;
    const page = source.page(after, categories, pageSize);
    if (first || page.position !== after) yield page;
    after = page.position;
    if (!page.caughtUp) await nextTurn();
    else if (live) await source.wakeUp.after(seen, signal);
    else return;
  }
}
