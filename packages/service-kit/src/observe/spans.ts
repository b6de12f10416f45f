import type { LogFields } from '../logger.js';
import type { Runtime } from '../runtime.js';
import { traceOf } from './trace.js';

/** Steps of a command, in their order. */
export type Step = 'load' | 'decide' | 'seal' | 'append';

/** What may be said of a request in a trace: a part of what may be said in the log. */
export type SpanFields = Pick<LogFields, 'requestId' | 'caseId' | 'commandId' | 'organisation' | 'role' | 'method' | 'operation' | 'status' | 'problem' | 'errorName' | 'errorCode'>;

export interface RequestSpan {
  /** Names this request to whatever it leads to: its events carry it. */
  readonly traceparent: string;
  readonly traceId: string;
  end(fields: SpanFields): void;
}

/** The traces of one service. */
export interface Spans {
  /** A request begins: in the caller's trace, where its `traceparent` is valid, else in one of its own. */
  request(traceparent: string | undefined): RequestSpan;
  /** Does a step of the request that the traceparent names. Followed until it settles, where it is a promise; answers with what the work answers. */
  step<T>(step: Step, traceparent: string, work: () => T): T;
}

/** Traces that nobody collects: requests are named all the same, because log lines and events carry the name. */
export function uncollectedSpans(runtime: Pick<Runtime, 'uuid'>): Spans {
  return {
    request: (traceparent) => ({ ...traceOf(traceparent, runtime), end: () => {} }),
    step: (_step, _traceparent, work) => work(),
  };
}
