import type { StoredEvent } from '@guitu/event-store';
import { BusError } from '../bus-error.js';
import type { BusPage } from '../port.js';
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

/**
 * Where kafkajs, which pushes batches, meets a consumer, which pulls pages. Nothing is copied or kept beyond what one fetch brought: a batch waits here until
 * its pages were asked for, and kafkajs fetches no more meanwhile. All batches of a fetch are offered in the same breath, so the last page of the last one may
 * say that nothing more was waiting.
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
    }
  }

  #take(): BusPage | undefined {
    const batch = this.#queue[0];
    if (batch === undefined) return undefined;
    const { partition, records } = batch;
    const page = records.slice(batch.at, batch.at + this.#pageSize);
    const last = page.at(-1)?.offset ?? this.next(partition) - 1;
    batch.at += page.length;
    batch.taken(last);
    this.#next.set(partition, last + 1);
    if (batch.at >= records.length) {
      this.#queue.shift();
      batch.settle();
    }
    const caughtUp = this.#isLevel();
    this.#owesLevel = !caughtUp;
    return { partition, events: page.flatMap(({ event }) => (event === undefined ? [] : [event])), cursor: this.#cursor(partition), caughtUp };
  }

  /** An empty page that says: nothing more is waiting. At the start, and when other members of the group took what was missing. */
  #level(): BusPage | undefined {
    const [partition] = this.#next.keys();
    if (!this.#owesLevel || partition === undefined || !this.#isLevel()) return undefined;
    this.#owesLevel = false;
    return { partition, events: [], cursor: this.#cursor(partition), caughtUp: true };
  }

  #isLevel(): boolean {
    return this.#queue.length === 0 && [...this.#next].every(([name, offset]) => this.#assigned.has(name) && offset >= (this.#high.get(name) ?? 0));
  }

  #cursor(partition: string): string {
    return cursorAt(this.#cluster, this.next(partition));
  }
}
