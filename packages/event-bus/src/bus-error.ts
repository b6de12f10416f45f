export type BusErrorCode =
  /** The bus cannot be reached, or did not answer in time. What was sent may have arrived. */
  | 'bus-unavailable'
  /** The bus no longer has what comes after the consumer's cursors, or never had those cursors: read the store, from its own checkpoint, and note the ends anew. */
  | 'events-gone'
  /** A topic has not been made yet. */
  | 'topic-missing'
  /** A topic has another number of partitions than it may have. Keys would move, and events of one stream lose their order. */
  | 'wrong-partitions'
  /** The bus refuses for good: not allowed, or too large. */
  | 'bus-refused';

/** The only error that crosses the port of a bus. */
export class BusError extends Error {
  override readonly name = 'BusError';
  constructor(
    readonly code: BusErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
  get retriable(): boolean {
    return this.code !== 'wrong-partitions' && this.code !== 'bus-refused';
  }
}
