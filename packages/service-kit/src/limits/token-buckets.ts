export interface TokenBucketOptions {
  /** Tokens that a bucket gains in a second. */
  readonly perSecond: number;
  /** Tokens of a full bucket. */
  readonly most: number;
  /** Milliseconds of real time. */
  readonly now: () => number;
  /** Buckets that are remembered; beyond them the one that was opened first is forgotten, and so full again. 10,000 when absent. */
  readonly remembered?: number;
}

export interface TokenBuckets {
  /** Takes a token. Answers 0, or in how many seconds there is one. */
  take(key: string): number;
  /** In how many seconds there is a token; 0 where there is one. Takes none. */
  wait(key: string): number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket for each key: so many requests in a second over time, and more at once after a pause. A clock that is set back gains nothing and takes nothing. */
export function createTokenBuckets({ perSecond, most, now, remembered = 10_000 }: TokenBucketOptions): TokenBuckets {
  const buckets = new Map<string, Bucket>();

  function filled(bucket: Bucket): Bucket {
    const at = now();
    bucket.tokens = Math.min(most, bucket.tokens + (Math.max(0, at - bucket.at) * perSecond) / 1_000);
    bucket.at = at;
    return bucket;
  }

  function opened(key: string): Bucket {
    const [oldest] = buckets.size >= remembered ? buckets.keys() : [];
    if (oldest !== undefined) buckets.delete(oldest);
    const bucket = { tokens: most, at: now() };
    buckets.set(key, bucket);
    return bucket;
  }

  const secondsFor = ({ tokens }: Bucket): number => (tokens >= 1 ? 0 : (1 - tokens) / perSecond);

  return {
    take(key) {
      const known = buckets.get(key);
      const bucket = known === undefined ? opened(key) : filled(known);
      const wait = secondsFor(bucket);
      if (wait === 0) bucket.tokens -= 1;
      return wait;
    },
    wait(key) {
      const known = buckets.get(key);
      return known === undefined ? 0 : secondsFor(filled(known));
    },
  };
}
