/** A look at whether somebody else has written, taken every `everyMs` while anyone waits, for writers that cannot ring. */
export interface Watch {
  readonly everyMs: number;
  readonly changed: () => boolean;
}

/**
 * Tells waiting subscriptions that the log may have grown. A ring between reading and waiting is not lost:
 * the reader notes `count` before it reads, and waiting for an outdated count returns at once. Spurious rings are allowed.
 */
export class WakeUp {
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #waiting = new Set<() => void>();
  readonly #watch: Watch | undefined;

  constructor(watch?: Watch) {
    this.#watch = watch;
  }

  get count(): number {
    return this.#count;
  }

  ring(): void {
    this.#count += 1;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves at the first ring after `seen`, or when the signal fires. */
  after(seen: number, signal?: AbortSignal): Promise<void> {
    if (seen !== this.#count || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        if (this.#waiting.size === 0) this.#stopWatching();
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake);
      this.#startWatching();
    });
  }

  #startWatching(): void {
    const watch = this.#watch;
    if (watch === undefined || this.#timer !== undefined) return;
    this.#timer = setInterval(() => {
      if (watch.changed()) this.ring();
    }, watch.everyMs);
  }

  #stopWatching(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
