import type { Logger } from '../logger.js';
import { systemRuntime } from '../runtime.js';

/** The whole of a stop; what is still not done then is given up. What was acknowledged is on disk before it is acknowledged. */
const STOP_MS = 9_500;

export interface StopOptions {
  readonly logger: Logger;
  /** Finishes what was accepted and releases everything. */
  readonly close: () => Promise<void>;
  /** Told on the terminal when the stop begins and when it is done; nothing when absent. */
  readonly tell?: { readonly stopping: string; readonly stopped: string };
}

/**
 * SIGINT (Ctrl-C) and SIGTERM finish what was accepted; a second signal does not wait. A process that was started with a channel to its parent ends with
 * that parent as well, so that nobody is left behind.
 */
export function stopOnSignal({ logger, close, tell }: StopOptions): { readonly signal: AbortSignal; readonly done: Promise<void> } {
  const stopping = new AbortController();
  const done = new Promise<void>((resolve, reject) => {
    const stop = (signal: NodeJS.Signals): void => {
      if (stopping.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
      stopping.abort();
      void systemRuntime.sleep(STOP_MS).then(() => {
        logger.error('the stop took too long and was cut short');
        process.exit(1);
      });
      if (tell !== undefined) process.stdout.write(`\n${tell.stopping}\n`);
      close().then(() => {
        if (tell !== undefined) process.stdout.write(`${tell.stopped}\n`);
        resolve();
      }, reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    const endWithParent = (): void => {
      if (!stopping.signal.aborted) stop('SIGTERM');
    };
    process.channel?.unref();
    process.once('disconnect', endWithParent);
    // There was a channel, and its other end has gone before this.
    if (process.connected === false) endWithParent();
  });
  return { signal: stopping.signal, done };
}
