import { BusError } from '@guitu/event-bus';
import { StoreError } from '@guitu/event-store';
import { VaultError } from '@guitu/vault';
import { errorFields } from '../logger.js';
import type { Logger } from '../logger.js';
import type { Readiness } from '../observe/readiness.js';
import type { Runtime } from '../runtime.js';
import { StartError } from '../start-error.js';

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 1_000;

/** Doubles up to a second; half of it is chance, so that services that lost the same thing do not come back together. */
const backOffMs = (attempt: number, random: number): number => Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10)) * (0.5 + random / 2);

/** Waiting will not help: a setting is wrong, or what is there cannot be used. Everything else may come. */
function isFinal(error: unknown): boolean {
  return error instanceof StartError || ((error instanceof StoreError || error instanceof BusError || error instanceof VaultError) && !error.retriable);
}

export interface Dependencies {
  /** One check for each that was asked for so far, false until it is open; it grows. */
  readonly readiness: readonly Readiness[];
  /** Opens it, again and again until that succeeds. Rejects where waiting will not help, and with the signal's reason when it fires. */
  open<T>(name: string, open: () => Promise<T>): Promise<T>;
}

/** What a service stands on, opened in whatever order it comes up. */
export function createDependencies({ runtime, logger, signal }: { readonly runtime: Pick<Runtime, 'random' | 'sleep'>; readonly logger: Logger; readonly signal: AbortSignal }): Dependencies {
  const readiness: Readiness[] = [];
  return {
    readiness,
    async open(name, open) {
      let opened = false;
      readiness.push({ name, check: () => opened });
      for (let attempt = 0; ; attempt += 1) {
        signal.throwIfAborted();
        try {
          const result = await open();
          opened = true;
          if (attempt > 0) logger.info('what the service waited for is there', { dependency: name, count: attempt });
          return result;
        } catch (error) {
          signal.throwIfAborted();
          if (isFinal(error)) throw error;
          // Once, and then every half minute or so.
          if (attempt % 40 === 0) logger.warn('the service waits', { dependency: name, count: attempt + 1, ...errorFields(error) });
          await runtime.sleep(backOffMs(attempt, runtime.random()), signal);
        }
      }
    },
  };
}
