import type { ServerWritableStream } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Refusal } from './refusals.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** The way back to one reader, at the reader's pace. */
export interface Outlet {
  /** Resolves when the next may be sent. After the end of the call nothing is sent, and it resolves too. */
  send(response: streams.ReadResp): Promise<void>;
  end(): void;
  fail(refusal: Refusal): void;
  readonly ended: AbortSignal;
}

export function outletOf(call: ReadCall): Outlet {
  const over = new AbortController();
  call.on('cancelled', () => over.abort());
  call.on('close', () => over.abort());
  return {
    send: async (response) => {
      if (over.signal.aborted || call.write(response)) return;
      await new Promise<void>((resolve) => {
        const go = (): void => {
          call.off('drain', go);
          over.signal.removeEventListener('abort', go);
          resolve();
        };
        call.on('drain', go);
        over.signal.addEventListener('abort', go);
      });
    },
    end: () => {
      if (!over.signal.aborted) call.end();
      over.abort();
    },
    fail: (refusal) => {
      if (!over.signal.aborted) call.emit('error', refusal);
      over.abort();
    },
    ended: over.signal,
  };
}
