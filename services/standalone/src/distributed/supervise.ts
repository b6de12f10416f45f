import type { Runtime } from '@guitu/service-kit';
import { startChild } from './child.js';
import type { Child, ChildOptions, Ended } from './child.js';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
/** Who lived this long is no longer counted among those that fail at once. */
const SETTLED_MS = 10_000;

export interface SuperviseOptions extends ChildOptions {
  readonly runtime: Pick<Runtime, 'realNow' | 'sleep'>;
  /** Told of every end that nobody asked for. False: leave it. */
  readonly onDeath: (ended: Ended) => boolean;
}

/** One process that is kept running. */
export interface Supervised {
  /** 0 where it does not run now. */
  pid(): number;
  /** Ends it and leaves it ended: SIGTERM in good order, SIGKILL at once. Resolves when it is gone. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again after a stop; nothing where it runs. */
  start(): void;
}

/** Starts the script and starts it again whenever it dies, with pauses that double up to five seconds. */
export function supervise({ runtime, onDeath, ...what }: SuperviseOptions): Supervised {
  let child: Child | undefined;
  let wanted = new AbortController();
  let watched: Promise<void> | undefined;

  async function watch(stop: AbortSignal): Promise<void> {
    for (let failures = 0; !stop.aborted; ) {
      const began = runtime.realNow();
      const launched = startChild(what);
      child = launched;
      const ended = await launched.ended;
      child = undefined;
      if (stop.aborted || !onDeath(ended)) return;
      failures = runtime.realNow() - began > SETTLED_MS ? 0 : failures + 1;
      await runtime.sleep(failures === 0 ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1)), stop);
    }
  }

  const start = (): void => {
    if (watched !== undefined) return;
    wanted = new AbortController();
    watched = watch(wanted.signal).finally(() => {
      watched = undefined;
    });
  };
  start();
  return {
    pid: () => child?.pid ?? 0,
    stop: async (signal = 'SIGTERM') => {
      wanted.abort();
      child?.kill(signal);
      await watched;
    },
    start,
  };
}
