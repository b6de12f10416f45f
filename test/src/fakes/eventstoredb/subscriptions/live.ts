import type { Filter } from '../grpc/filter.js';
import type { Log } from '../log/open-log.js';
import { placeOf } from '../log/place.js';
import type { Place } from '../log/place.js';
import type { LogRecord } from '../log/record.js';

export type LiveItem = { readonly kind: 'event'; readonly record: LogRecord } | { readonly kind: 'checkpoint'; readonly place: Place };

export interface Live {
  /** The next item, or undefined after `close`. `gap` when items before it were thrown away because nobody took them. */
  next(): Promise<{ readonly item: LiveItem; readonly gap: boolean } | undefined>;
  close(): void;
}

/** Items that wait for a reader that is not ready; after that the oldest goes. */
const CAPACITY = 32;

/**
 * What happens in the log from now on: the events that the filter allows, and each `interval` events a checkpoint.
 * @param interval undefined: no checkpoints
 */
export function listen(log: Log, allows: Filter, interval: number | undefined): Live {
  const waiting: LiveItem[] = [];
  let lost = false;
  let closed = false;
  let looked = 0;
  let wake: () => void = () => undefined;
  const put = (item: LiveItem): void => {
    waiting.push(item);
    if (waiting.length > CAPACITY) {
      waiting.shift();
      lost = true;
    }
    wake();
  };
  const off = log.onAppended((record) => {
    if (allows(record)) put({ kind: 'event', record });
    looked += 1;
    if (looked !== interval) return;
    looked = 0;
    put({ kind: 'checkpoint', place: placeOf(record.position) });
  });
  return {
    next: async () => {
      while (waiting.length === 0 && !closed) await new Promise<void>((resolve) => (wake = resolve));
      const item = waiting.shift();
      if (item === undefined || closed) return undefined;
      const gap = lost;
      lost = false;
      return { item, gap };
    },
    close: () => {
      off();
      closed = true;
      wake();
    },
  };
}
