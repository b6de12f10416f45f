import type { Runtime } from '../runtime.js';
import type { Spans } from './spans.js';

/** An event that has become visible in a projection. */
export interface AppliedEvent {
  readonly stream: string;
  readonly revision: number;
  /** Names the request that wrote it. */
  readonly traceparent: string;
}

/** Collects traces on one thread. */
export interface Traces {
  spansOf(service: string): Spans;
  /** The event was applied by a commit between these instants, in milliseconds of `performance.now()`. */
  applied(projection: string, event: AppliedEvent, startTime: number, endTime: number): void;
  /** Sends what is left, or gives up after a second. Never rejects. */
  close(): Promise<void>;
}

export interface TracesOptions {
  /** Of the release. */
  readonly version: string;
  readonly runtime: Pick<Runtime, 'uuid' | 'sleep'>;
}
