/**
 * The event-store port. Adapters: memory (the executable specification), SQLite, EventStoreDB.
 * One conformance kit (`@guitu/event-store/testing`) holds every adapter to the words on this page.
 *
 * Vocabulary: a *stream* is one sequence of events (`case-<id>`), its *category* the text before the first dash,
 * a *revision* the zero-based place of an event in its stream, a *position* its place in the whole log,
 * a *checkpoint* a position that some named reader has fully handled.
 */

/** Opaque and fixed-width, so that comparing the text compares the place. Never do arithmetic on it: it is not contiguous in every adapter. */
export type Position = string & { readonly __position: unique symbol };

export interface NewEvent {
  /** UUID in lower case, deterministic for (stream, command, index), never used in another stream. */
  readonly id: string;
  readonly type: string;
  /** The exact bytes that are stored, relayed and committed to. The revision stands inside them, so `expected` is never "any". Not to be changed once handed over: nobody copies them. */
  readonly bytes: Uint8Array;
}

export interface StoredEvent extends NewEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

/** The revision that the stream must have before the append; mandatory, because every default here loses an update one day. */
export type ExpectedRevision = 'no-stream' | number;

export type AppendResult =
  /** On disk. `revision` is that of the last event appended. `position` may be absent on an idempotent replay. */
  | { readonly ok: true; readonly revision: number; readonly position?: Position }
  /** Somebody else was first; nothing was written. Not an error: load again and decide again. */
  | { readonly ok: false; readonly conflict: { readonly expected: ExpectedRevision; readonly actual: ExpectedRevision } };

export interface ReadOptions {
  /** First revision to return, inclusive; 0 when absent. */
  readonly from?: number;
  /** Most events to return; all when absent. */
  readonly limit?: number;
}

export interface EventReader {
  /** The stream's events in revision order; an empty list for a stream that does not exist. Sees every append that was acknowledged before the call. */
  readStream(stream: string, options?: ReadOptions): Promise<readonly StoredEvent[]>;
}

export interface EventWriter {
  /**
   * Appends 1 to 500 events, at most 900 KiB together, all or none, and resolves when they are durable.
   * Repeating an append whose ids already stand at expected+1 ... expected+n answers `ok` with the original revision and writes nothing;
   * some of them or other ids there: conflict. Where `expected` stands but an id is in the log already: `event-id-reused`.
   */
  append(stream: string, events: readonly NewEvent[], options: { readonly expected: ExpectedRevision }): Promise<AppendResult>;
}

/** One page of the log in position order. Pages are pulled, so back-pressure is the reader's own pace. */
export interface FeedPage {
  /** May be empty: a filtered reader still learns how far it has got. */
  readonly events: readonly StoredEvent[];
  /** Everything up to and including this position has been delivered. */
  readonly position: Position;
  /** True when this page ended at the head of the log. In-band, so it is never ahead of the events. */
  readonly caughtUp: boolean;
}

export interface SubscribeOptions {
  /** Deliver events after this position; from the start of the log when absent. */
  readonly after?: Position;
  /** Deliver only streams of these categories; all when absent. */
  readonly categories?: readonly string[];
  /** True: wait for more at the head. False: end there. */
  readonly live: boolean;
  /** Ends the subscription. */
  readonly signal?: AbortSignal;
  /** Most events in a page; 500 when absent. Large events make a page end before. */
  readonly pageSize?: number;
}

export interface EventFeed {
  /** At least once, in order, reconnecting by itself. A live subscription yields an empty caught-up page when it starts at the head. */
  subscribe(options: SubscribeOptions): AsyncIterable<FeedPage>;
  /** Position of the last event, or undefined for an empty log. */
  head(): Promise<Position | undefined>;
  /** How many events stand after the position, of all categories; all of them when it is undefined. An adapter that cannot count may estimate, but says 0 at the head and nowhere else. */
  backlog(after: Position | undefined): Promise<number>;
}

export interface Checkpoint {
  /** Id of the log that the position belongs to. A checkpoint of another log is refused, not followed. */
  readonly storeId: string;
  readonly position: Position;
}

export interface Checkpoints {
  /** The last position saved, or undefined for a reader that never saved one. */
  load(reader: string): Promise<Checkpoint | undefined>;
  /** Refuses a position beyond the head. Saves only if `previous` still stands; `lost` means that another instance of the same reader is active. */
  save(reader: string, position: Position, options: { readonly previous: Position | undefined }): Promise<'saved' | 'lost'>;
}

export interface EventStore extends EventReader, EventWriter, EventFeed {
  /** Random id minted when the log was created; it never changes. */
  readonly storeId: string;
  readonly checkpoints: Checkpoints;
  /** Finishes what was accepted, then releases everything. */
  close(): Promise<void>;
}

export type StoreErrorCode =
  /** A fault of the caller: no events, a number that is no revision, an id that is no UUID. Nothing was written. */
  | 'invalid-argument'
  /** The store cannot be reached or is busy; nothing was written. */
  | 'store-unavailable'
  /** The connection broke during an append. Retry with the same ids and the same expected revision. */
  | 'append-outcome-unknown'
  /** More than 900 KiB in one append. */
  | 'event-too-large'
  /** An id of this append already stands elsewhere in the log. A fault of the caller. */
  | 'event-id-reused'
  /** A checkpoint of another log, or one beyond this log's head. */
  | 'foreign-checkpoint'
  /** What is stored cannot be read back: the file or an event in it is damaged. */
  | 'corrupt-event'
  /** The log was written in a format that this release does not know. */
  | 'unsupported-format'
  /** Also ends the subscriptions that were still running. */
  | 'store-closed';

/** The only error that crosses the port. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
  get retriable(): boolean {
    return this.code === 'store-unavailable' || this.code === 'append-outcome-unknown';
  }
}

/** `case-018f...` -> `case`. */
export function categoryOf(stream: string): string {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
}
