export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  /** Place in the log up to which it is applied; absent before the first page, and for a bus whose places are none in the log. */
  readonly position?: string;
  /** True while nothing more was waiting at the last look. */
  readonly caughtUp: boolean;
  /** Events that wait after its place, of all categories: in the log, or in the bus where that is another one. Counted or, where the store cannot count, estimated; absent while nobody can be asked. */
  readonly lagEvents?: number;
  /** Milliseconds since the oldest event that is not applied was seen waiting; 0 when none waits. Grows while it stands still, and while the log cannot be asked. */
  readonly lagMs: number;
  /** Events applied since the start, rebuilds included. */
  readonly applied: number;
  /** Streams that stand still. Anything but 0 calls for an operator. */
  readonly parked: number;
  /** A new file is being built beside the one that serves. */
  readonly rebuilding: boolean;
  /** Place in the log up to which the new file is built. */
  readonly rebuildPosition?: string;
  /** Readers see the rows of an earlier version of the definition, frozen, until the rebuild is done. */
  readonly servesEarlierVersion: boolean;
  /** What is going wrong at the moment, if anything is. It is being tried again, unless another runner took over. */
  readonly failing?: string;
}
