import type { StoredEvent } from '@guitu/event-store';
import { BusError } from '../bus-error.js';
import type { BusPage, Cursor } from '../port.js';
import { cursorAt } from './places.js';
import type { Extents } from './places.js';

/** The records of one partition that came with one fetch, by offset. */
export interface FetchedBatch {
  readonly partition: string;
  readonly records: readonly { readonly offset: number; readonly event: StoredEvent | undefined }[];
  /** Where the partition ended at the fetch. */
  readonly high: number;
  /** Called with the last offset of a page in the moment in which the page is handed over. */
  readonly taken: (offset: number) => void;
}

export interface Offered {
  /** Resolves when nothing of the batch waits any more: handed over, taken back, or nobody will want it. */
  readonly settled: Promise<void>;
  /** Takes back what was not handed over. */
  withdraw(): void;
}

interface Waiting extends FetchedBatch {
  at: number;
  readonly settle: () => void;
}

/** The first batch of a fetch wakes whoever waits; the others follow in the same turn of the event loop. */
const allOffered = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Where kafkajs, which pushes batches, meets a consumer, which pulls pages. Nothing is copied or kept beyond what one fetch brought: a batch waits here until
 * its pages were asked for, and kafkajs fetches no more meanwhile. All batches of a fetch are offered in the same breath, so one page may have what came of
 * all partitions, and the last one may say that nothing more was waiting.
 */
export class Intake {
  readonly #cluster: string;
  readonly #pageSize: number;
  /** Offset of the next record of each partition that was not handed over. */
  readonly #next: Map<string, number>;
  readonly #high: Map<string, number>;
  readonly #queue: Waiting[] = [];
  #assigned: ReadonlySet<string> = new Set();
  /** An empty page is owed: the last one could not say that the consumer is level. */
  #owesLevel = true;
  #ended: { readonly error?: BusError } | undefined;
  #wake: () => void = () => undefined;

  constructor({ cluster, partitions }: Extents, next: Map<string, number>, pageSize: number) {
    this.#cluster = cluster;
    this.#next = next;
    this.#high = new Map([...partitions].map(([name, { high }]) => [name, high]));
    this.#pageSize = pageSize;
  }

  /** Where the partition goes on. */
  next(partition: string): number {
    return this.#next.get(partition) ?? 0;
  }

  /** These partitions are ours now. */
  assign(partitions: Iterable<string>): void {
    this.#assigned = new Set(partitions);
    this.#wake();
  }

  offer(batch: FetchedBatch): Offered {
    const first = batch.records[0]?.offset;
    const expected = this.next(batch.partition);
    if (this.#ended !== undefined || first === undefined) return { settled: Promise.resolve(), withdraw: () => undefined };
    if (first !== expected) {
      // kafkajs goes to the start of a partition when its place is not there any more.
      this.end(new BusError('events-gone', `${batch.partition} gave offset ${first}; ${expected} comes next.`));
      return { settled: Promise.resolve(), withdraw: () => undefined };
    }
    this.#high.set(batch.partition, batch.high);
    let settle: () => void = () => undefined;
    const settled = new Promise<void>((resolve) => (settle = resolve));
    const waiting: Waiting = { ...batch, at: 0, settle };
    this.#queue.push(waiting);
    this.#wake();
    const withdraw = (): void => {
      const place = this.#queue.indexOf(waiting);
      if (place >= 0) this.#queue.splice(place, 1);
      settle();
    };
    return { settled, withdraw };
  }

  /** Ends the consumption, with an error or in peace. */
  end(error?: BusError): void {
    this.#ended ??= error === undefined ? {} : { error };
    for (const { settle } of this.#queue.splice(0)) settle();
    this.#wake();
  }

  /** The next page, when there is one; undefined at the end. Throws the error that ended it. */
  async page(): Promise<BusPage | undefined> {
    for (;;) {
      if (this.#ended?.error !== undefined) throw this.#ended.error;
      if (this.#ended !== undefined) return undefined;
      const page = this.#take() ?? this.#level();
      if (page !== undefined) return page;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      await allOffered();
    }
  }

  /** Whatever waits, of as many partitions as fit into a page: what it leads to is committed once. */
  #take(): BusPage | undefined {
    const events: StoredEvent[] = [];
    const cursors: Record<string, Cursor> = {};
    let room = this.#pageSize;
    for (let batch = this.#queue[0]; batch !== undefined && room > 0; batch = this.#queue[0]) {
      const { partition, records } = batch;
      const piece = records.slice(batch.at, batch.at + room);
      room -= piece.length;
      for (const { event } of piece) if (event !== undefined) events.push(event);
      const last = piece.at(-1)?.offset ?? this.next(partition) - 1;
      batch.at += piece.length;
      batch.taken(last);
      this.#next.set(partition, last + 1);
      cursors[partition] = this.#cursor(partition);
      if (batch.at < records.length) break;
      this.#queue.shift();
      batch.settle();
    }
    if (room === this.#pageSize) return undefined;
    const caughtUp = this.#isLevel();
    this.#owesLevel = !caughtUp;
    return { events, cursors, caughtUp };
  }

  /** An empty page that says: nothing more is waiting. At the start, and when other members of the group took what was missing. */
  #level(): BusPage | undefined {
    const [partition] = this.#next.keys();
    if (!this.#owesLevel || partition === undefined || !this.#isLevel()) return undefined;
    this.#owesLevel = false;
    return { events: [], cursors: { [partition]: this.#cursor(partition) }, caughtUp: true };
  }

  #isLevel(): boolean {
    return this.#queue.length === 0 && [...this.#next].every(([name, offset]) => this.#assigned.has(name) && offset >= (this.#high.get(name) ?? 0));
  }

  #cursor(partition: string): Cursor {
    return cursorAt(this.#cluster, this.next(partition));
  }
}
