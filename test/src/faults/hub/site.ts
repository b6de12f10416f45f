import { rm } from 'node:fs/promises';
import { temporaryDirectory } from '../../support/hub.js';
import { startHubProcess } from '../../support/hub-process.js';
import type { HubProcess, HubProcessOptions } from '../../support/hub-process.js';

/** One data directory and the hubs that run on it, one after the other. */
export class Site {
  #hub: HubProcess | undefined;
  readonly #waiting = new Set<() => void>();

  private constructor(readonly directory: string) {}

  static async open(directory?: string): Promise<Site> {
    return new Site(directory ?? (await temporaryDirectory()));
  }

  /** Starts the next hub; whoever waited for it goes on. */
  async start(options: HubProcessOptions = {}): Promise<HubProcess> {
    const hub = await startHubProcess(this.directory, options);
    this.#hub = hub;
    for (const wake of [...this.#waiting]) wake();
    return hub;
  }

  /** The hub that runs; waits for one. Ends with undefined when the signal fires. */
  async hub(signal: AbortSignal): Promise<HubProcess | undefined> {
    while (!signal.aborted) {
      if (this.#hub?.alive() === true) return this.#hub;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.#waiting.add(wake);
        signal.addEventListener('abort', wake);
      });
    }
    return undefined;
  }

  /** No hub runs any more; the files stay. */
  async stop(): Promise<void> {
    await this.#hub?.kill();
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
