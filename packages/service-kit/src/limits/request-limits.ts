import type { IncomingMessage } from 'node:http';
import type { Caller } from '../auth/caller.js';
import type { Metrics } from '../observe/service-metrics.js';
import { Problem } from '../problems/index.js';
import type { Runtime } from '../runtime.js';
import type { TokenBuckets } from './token-buckets.js';
import { createTokenBuckets } from './token-buckets.js';

/** Requests in a second, over time; twenty times as many at once. 0: no limit. */
export interface RequestRates {
  /** Of one organisation to one service. */
  readonly organisation: number;
  /** Of one address to one service, without credentials that are good. */
  readonly stranger: number;
}

/** What no agency at its work comes near, and what leaves one that has gone wild no more than a share of the hub. */
export const usualRates: RequestRates = { organisation: 1_000, stranger: 100 };

export interface RequestLimits {
  /** Counts a request of that organisation. Throws 429 where it has sent too many; services of this hub send as many as they like. */
  ofOrganisation(caller: Caller): void;
  /** True for an address of which too many requests had no good credentials: what it sends is not looked at, unless its token is known already. */
  strangerMustWait(message: IncomingMessage): boolean;
  /** Counts a request whose credentials were no good. */
  strangerFailed(message: IncomingMessage): void;
  /** What such an address is answered. */
  strangersProblem(message: IncomingMessage): Problem;
}

/** How many seconds' worth may come at once. The whole sample is 16,083 requests of one organisation, and no machine may be too fast for it. */
const BURST = 20;

/** `Retry-After` is in whole seconds. */
const tooMany = (seconds: number): Problem => Problem.of('too-many-requests', { headers: { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) } });

/** The address that sends; behind a proxy that is the proxy's, which has to limit its own senders. */
const addressOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? '';

export interface RequestLimitsOptions {
  readonly rates: RequestRates;
  readonly runtime: Pick<Runtime, 'realNow'>;
  readonly metrics: Pick<Metrics, 'limited'>;
}

/** The limits of one service. Each service and each copy of it counts for itself. */
export function createRequestLimits({ rates, runtime, metrics }: RequestLimitsOptions): RequestLimits {
  const bucketsOf = (perSecond: number): TokenBuckets | undefined => (perSecond === 0 ? undefined : createTokenBuckets({ perSecond, most: perSecond * BURST, now: () => runtime.realNow() }));
  const [organisations, strangers] = [bucketsOf(rates.organisation), bucketsOf(rates.stranger)];
  return {
    ofOrganisation({ organisation, service }) {
      const wait = service === undefined ? (organisations?.take(organisation) ?? 0) : 0;
      if (wait === 0) return;
      metrics.limited('organisation');
      throw tooMany(wait);
    },
    strangerMustWait: (message) => strangers !== undefined && strangers.wait(addressOf(message)) > 0,
    strangerFailed: (message) => void strangers?.take(addressOf(message)),
    strangersProblem(message) {
      metrics.limited('address');
      return tooMany(strangers?.wait(addressOf(message)) ?? 0);
    },
  };
}
