import type { EventStoreDBClient } from '@eventstore/db-client';
import { checkPageSize } from '../limits.js';
import { StoreError, categoryOf } from '../port.js';
import type { EventFeed, FeedPage, Position, StoredEvent, SubscribeOptions } from '../port.js';
import { pauseAfter } from './back-off.js';
import { feedBreaks } from './channels.js';
import { decodeEvent } from './decode.js';
import { closedError, toStoreError } from './errors.js';
import type { Head } from './head.js';
import type { Names } from './names.js';
import { assertWithin } from './places.js';
import { Tail } from './tail.js';

export interface FeedParts {
  readonly client: EventStoreDBClient;
  readonly names: Names;
  readonly head: Head;
  readonly storeId: string;
  /** Position of the event that made the log: where a reader begins that names no position. */
  readonly origin: Position;
  /** Rejects where the server has another log than it had. */
  readonly assertThere: () => Promise<void>;
  /** Fires when the store is closed. */
  readonly closing: AbortSignal;
  /** A subscription that brings nothing for so long is compared with the head of the log, in milliseconds. */
  readonly silenceMs: number;
}

/** Bytes of events after which a page ends early. */
const PAGE_BYTES = 4 * 1024 * 1024;
/** Events passed over after which a page ends although nothing in it was asked for, so that its reader's place moves on. */
const PAGE_PASSED = 20_000;
/** "Caught up" is said of a head that was looked for at most so long ago. */
const HEAD_IS_NEWS_MS = 1_000;
/** A reader that only wants to reach the head is told when the server stays away; a live one waits. */
const ATTEMPTS = 6;

/**
 * Pages of the log by a subscription of the server. All our events are subscribed to and categories are picked out here: then every event moves the reader's
 * place, the last event of the log is always among those that come, and "caught up" needs no word of the server: it is that this event has come.
 */
export function createSubscribe(parts: FeedParts): EventFeed['subscribe'] {
  return async function* subscribe(options) {
    const { live, signal } = options;
    const reader = new FeedReader(parts, options);
    const wake = (): void => reader.wake();
    signal?.addEventListener('abort', wake);
    parts.closing.addEventListener('abort', wake);
    try {
      for (let page = await reader.next(); page !== undefined; page = await reader.next()) {
        yield page;
        if (page.caughtUp && !live) return;
      }
    } finally {
      signal?.removeEventListener('abort', wake);
      parts.closing.removeEventListener('abort', wake);
      reader.drop();
    }
  };
}

/** What was taken of a subscription and is not delivered yet. Thrown away, it comes again. */
interface Draft {
  readonly events: StoredEvent[];
  bytes: number;
  passed: number;
  position: Position;
}

class FeedReader {
  readonly #parts: FeedParts;
  readonly #options: SubscribeOptions;
  readonly #pageSize: number;
  readonly #wants: (event: StoredEvent) => boolean;
  /** Everything up to here was delivered, or passed over. */
  #position: Position;
  /** The head when it was last looked for. */
  #head: Position;
  #lookedAt = 0;
  #tail: Tail | undefined;
  #first = true;
  #failed = false;
  /** Since the last page. */
  #failures = 0;
  #endPause: () => void = () => undefined;

  constructor(parts: FeedParts, options: SubscribeOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#pageSize = checkPageSize(options.pageSize);
    const categories = options.categories && new Set(options.categories);
    this.#wants = (event) => categories?.has(categoryOf(event.stream)) ?? true;
    this.#position = options.after ?? parts.origin;
    this.#head = parts.origin;
  }

  /** The next page, over as many subscriptions as it takes. Undefined when the reader's signal fired. */
  async next(): Promise<FeedPage | undefined> {
    while (!this.#isOver()) {
      try {
        const page = await this.#ofOneTail();
        this.#failures = 0;
        if (page !== undefined) return page;
      } catch (error) {
        await this.#recover(toStoreError(error));
      }
    }
    return undefined;
  }

  wake(): void {
    this.#tail?.wake();
    this.#endPause();
  }

  drop(): void {
    this.#tail?.drop();
    this.#tail = undefined;
  }

  #isOver(): boolean {
    if (this.#parts.closing.aborted) throw closedError();
    return this.#options.signal?.aborted === true;
  }

  async #recover(error: StoreError): Promise<void> {
    this.#breakOff();
    this.#failures += 1;
    if (!error.retriable || (!this.#options.live && this.#failures === ATTEMPTS)) throw error;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseAfter(this.#failures));
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#parts.closing.aborted || this.#options.signal?.aborted === true) this.#endPause();
    });
  }

  #breakOff(): void {
    this.#failed = true;
    if (this.#tail === undefined) return;
    this.drop();
    feedBreaks.publish({ storeId: this.#parts.storeId });
  }

  /** A page that is full, or ends at the head, or has what came before the subscription broke. Undefined when somebody wants an end. */
  async #ofOneTail(): Promise<FeedPage | undefined> {
    const draft: Draft = { events: [], bytes: 0, passed: 0, position: this.#position };
    if (this.#tail === undefined) {
      // Behind the same address there may be another server by now.
      if (this.#failed) await this.#parts.assertThere();
      const head = await this.#look();
      if (this.#first && draft.position === head) return this.#deliver(draft, true);
      this.#tail = new Tail(this.#parts.client, this.#parts.names, draft.position);
      this.#failed = false;
    }
    for (const tail = this.#tail; !this.#isOver(); ) {
      if (this.#fill(draft, tail)) return this.#deliver(draft, tail.waiting === 0 && (await this.#isHead(draft.position)));
      if (draft.position !== this.#position && (await this.#isHead(draft.position))) return this.#deliver(draft, true);
      try {
        if (!(await tail.more(this.#parts.silenceMs))) await this.#suspect(draft.position);
      } catch (error) {
        if (draft.events.length === 0) throw error;
        // So that a subscription that breaks again and again still gets on.
        this.#breakOff();
        return this.#deliver(draft, false);
      }
    }
    return undefined;
  }

  /** Takes what waits. True when the page is full. */
  #fill(draft: Draft, tail: Tail): boolean {
    for (let resolved = tail.take(); resolved !== undefined; resolved = tail.take()) {
      const event = decodeEvent(resolved, this.#parts.names);
      // Never backwards, whatever the server sends.
      if (event === undefined || event.position <= draft.position) continue;
      draft.position = event.position;
      draft.passed += 1;
      if (this.#wants(event)) {
        draft.events.push(event);
        draft.bytes += event.bytes.byteLength;
      }
      if (draft.events.length === this.#pageSize || draft.bytes >= PAGE_BYTES || draft.passed === PAGE_PASSED) return true;
    }
    return false;
  }

  #deliver({ events, position }: Draft, caughtUp: boolean): FeedPage {
    this.#first = false;
    this.#position = position;
    this.#parts.head.seen(position);
    return { events, position, caughtUp };
  }

  async #look(): Promise<Position> {
    this.#head = await this.#parts.head.look();
    this.#lookedAt = performance.now();
    assertWithin(this.#position, this.#head);
    return this.#head;
  }

  async #isHead(position: Position): Promise<boolean> {
    if (position < this.#head) return false;
    if (performance.now() - this.#lookedAt < HEAD_IS_NEWS_MS) return true;
    return position >= (await this.#look());
  }

  /** Nothing came for long. Either there is nothing, or the subscription is dead and nobody said so. */
  async #suspect(position: Position): Promise<void> {
    if (position < this.#head) throw new StoreError('store-unavailable', 'A subscription stopped bringing events.');
    await this.#look();
  }
}
