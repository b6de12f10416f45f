import type { ChunkOutcome } from './commit-chunk.js';
import type { Gate, InboxTables } from './tables.js';

/** A case is written to often while it is new and then hardly ever, so the latest few thousand streams answer nearly every look. */
const REMEMBERED = 20_000;

/** The gates as last committed, so that planning seldom asks SQLite. Only the owner of a file may trust its own memory of it. */
export class Gates {
  readonly #tables: InboxTables;
  readonly #last = new Map<string, number>();
  #parked: ReadonlySet<string>;

  constructor(tables: InboxTables) {
    this.#tables = tables;
    this.#parked = this.#readParked();
  }

  of(stream: string): Gate {
    return { last: this.#last.get(stream) ?? this.#tables.last(stream), parked: this.#parked.has(stream) };
  }

  committed({ moved, parked }: ChunkOutcome, released: boolean): void {
    for (const [stream, revision] of moved) {
      this.#last.delete(stream);
      this.#last.set(stream, revision);
    }
    for (const stream of this.#last.keys()) {
      if (this.#last.size <= REMEMBERED) break;
      this.#last.delete(stream);
    }
    if (released || parked.size > 0) this.#parked = this.#readParked();
  }

  /** After a change that was not a chunk's. */
  forget(stream: string): void {
    this.#last.delete(stream);
    this.#parked = this.#readParked();
  }

  #readParked(): ReadonlySet<string> {
    return new Set(this.#tables.allParked().map(({ stream }) => stream));
  }
}
