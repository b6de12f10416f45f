import { once } from 'node:events';
import type { HubProcess } from '../../support/hub-process.js';
import type { Workplace } from '../agencies/agencies.js';

/** A hub that is there for good, to which the agencies come but while it is closed to them: what was sent is answered, and nothing new is begun. */
export class OpenHours implements Workplace {
  #opened: Promise<void> | undefined;
  #open: () => void = () => undefined;
  readonly #hub: Pick<HubProcess, 'urls' | 'gone'>;

  constructor(urls: HubProcess['urls']) {
    this.#hub = { urls, gone: new Promise<never>(() => undefined) };
  }

  async hub(signal: AbortSignal): Promise<Pick<HubProcess, 'urls' | 'gone'> | undefined> {
    while (this.#opened !== undefined && !signal.aborted) {
      const waiting = new AbortController();
      await Promise.race([this.#opened, once(signal, 'abort', { signal: waiting.signal }).catch(() => undefined)]);
      waiting.abort();
    }
    return signal.aborted ? undefined : this.#hub;
  }

  /** Closed until the work has ended. */
  async closedDuring<T>(work: () => Promise<T>): Promise<T> {
    this.#opened = new Promise<void>((resolve) => (this.#open = resolve));
    try {
      return await work();
    } finally {
      this.#opened = undefined;
      this.#open();
    }
  }
}
