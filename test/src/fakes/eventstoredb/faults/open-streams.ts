import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { checkpointResponse } from '../grpc/encode.js';
import { consumerTooSlow, shuttingDown } from '../grpc/refusals.js';
import type { Refusal } from '../grpc/refusals.js';

interface Subscriber {
  send(response: streams.ReadResp): Promise<void>;
  fail(refusal: Refusal): void;
}

interface AppendCall {
  fail(refusal: Refusal): void;
}

/** Calls that stay open, so that they can be broken from outside. */
export interface OpenStreams {
  readonly subscribers: Set<Subscriber>;
  readonly appendCalls: Set<AppendCall>;
  /** Drops them all after so many more events; 0: now. */
  dropAfter(events: number, as: 'unavailable' | 'too-slow'): void;
  /** To be called after each event that was sent to a subscriber. */
  sentOne(): void;
  sendImpossibleCheckpoint(): void;
}

/** The largest number of 64 bits, which servers have sent as a place. */
const NOWHERE = String(2n ** 64n - 1n);

export function openStreams(): OpenStreams {
  const subscribers = new Set<Subscriber>();
  const appendCalls = new Set<AppendCall>();
  let ordered: { left: number; readonly as: 'unavailable' | 'too-slow' } | undefined;
  const dropWhenDue = (): void => {
    if (ordered === undefined || ordered.left > 0) return;
    const { as } = ordered;
    ordered = undefined;
    for (const subscriber of subscribers) subscriber.fail(as === 'too-slow' ? consumerTooSlow() : shuttingDown());
    if (as === 'unavailable') for (const call of appendCalls) call.fail(shuttingDown());
  };
  return {
    subscribers,
    appendCalls,
    dropAfter: (events, as) => {
      ordered = { left: events, as };
      dropWhenDue();
    },
    sentOne: () => {
      if (ordered === undefined) return;
      ordered.left -= 1;
      dropWhenDue();
    },
    sendImpossibleCheckpoint: () => {
      for (const subscriber of subscribers) void subscriber.send(checkpointResponse({ commit: NOWHERE, prepare: NOWHERE }));
    },
  };
}
