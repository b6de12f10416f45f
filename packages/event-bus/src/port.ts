import type { StoredEvent } from '@guitu/event-store';

/**
 * The bus as a consumer sees it. Adapters: embedded (the store's own feed, no second log) and Kafka.
 * Every adapter promises the same: at least once, and the events of one stream in order. Duplicates and gaps are the inbox's business.
 */

/** Opaque place in one partition, meant only for the adapter that gave it out. */
export type Cursor = string;

/** How far a consumer has got, by partition. A partition that is not named is read from its start. */
export type Cursors = Readonly<Record<string, Cursor>>;

/** The partition whose cursors are positions in the event store's log. */
export const LOG = 'log';

export interface BusPage {
  /** In order within each stream. May be empty: a filtered consumer still learns how far it has got. */
  readonly events: readonly StoredEvent[];
  /** Everything of these partitions up to and including these places has been delivered; the others are where they were. */
  readonly cursors: Cursors;
  /** True when nothing more was waiting for this consumer, in any partition, when the page was made. In-band, so never ahead of the events. */
  readonly caughtUp: boolean;
}

export interface ConsumeOptions {
  /** Names the consumer; a Kafka group id. The consumer's own record of its cursors outranks whatever the broker remembers of it. */
  readonly consumer: string;
  readonly categories: readonly string[];
  readonly after: Cursors;
  /** Most events in a page. */
  readonly pageSize: number;
  /** Ends the consumption. */
  readonly signal: AbortSignal;
}

export interface EventBus {
  /** Pulled page by page, without end. Throws a `BusError`; `events-gone` when what comes after the cursors is not there any more. Asking for the next page says that the last one is durably handled, together with its cursor. */
  consume(options: ConsumeOptions): AsyncIterable<BusPage>;
  /** How many events wait after the cursors, in whatever carries these categories; 0 when none does. */
  backlog(after: Cursors, categories: readonly string[]): Promise<number>;
  /**
   * The place where each partition ends now, `LOG` left out. Who notes this first and then reads the store to its head
   * may consume from here on without missing an event.
   */
  ends(): Promise<Cursors>;
}
