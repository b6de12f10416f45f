import { toVaultError } from '../vault-error.js';
import type { VaultError } from '../vault-error.js';

interface Job {
  readonly run: () => void;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** Runs the work when those that are running now have asked for what they want. */
export type NextTurn = (work: () => void) => void;

/**
 * Runs the work in one transaction, or throws and leaves nothing. Answers with a promise where that is not durable yet when it returns: for when it is.
 * That rejects where nobody can know what the disk has of it.
 */
export type Commit = (work: () => void) => Promise<void> | undefined;

/**
 * Group commit: all writes asked for in one turn of the event loop share one transaction, and so one fsync. What is asked for while one waits for the disk makes the next group.
 * A promise resolves only when its group is durable. A job that throws fails everybody in its group, so a job reports a refusal as a value.
 */
export class GroupWriter {
  #waiting: Job[] = [];
  #scheduled = false;
  #syncing = 0;
  #broken: VaultError | undefined;

  /** `nextTurn` says when a group is whole. */
  constructor(
    private readonly commit: Commit,
    private readonly nextTurn: NextTurn = setImmediate,
  ) {}

  /** True while something is committed that a power cut may still take back: then it is not durable because it can be read. */
  get ahead(): boolean {
    return this.#syncing > 0 || this.#broken !== undefined;
  }

  /** Throws where nothing is written any more until the next start. */
  probe(): void {
    if (this.#broken !== undefined) throw this.#broken;
  }

  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let settle: () => void = () => undefined;
      this.#waiting.push({
        run: () => {
          const outcome = work();
          settle = () => resolve(outcome);
        },
        settle: () => settle(),
        fail: reject,
      });
      this.#schedule();
    });
  }

  /** Commits what is waiting, now. */
  flush(): void {
    this.#scheduled = false;
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    const fail = (error: unknown): void => {
      const translated = toVaultError(error);
      for (const job of group) job.fail(translated);
    };
    const settle = (): void => {
      for (const job of group) job.settle();
    };
    try {
      this.probe();
      const durable = this.commit(() => {
        for (const job of group) job.run();
      });
      if (durable === undefined) settle();
      else void this.#await(durable, settle, fail);
    } catch (error) {
      fail(error);
    }
  }

  async #await(durable: Promise<void>, settle: () => void, fail: (error: unknown) => void): Promise<void> {
    this.#syncing += 1;
    try {
      await durable;
      this.#syncing -= 1;
      settle();
    } catch (error) {
      this.#syncing -= 1;
      // The system may have dropped what it could not write and call the next try a success. The next start reads what is really there.
      this.#broken = toVaultError(error);
      fail(error);
    }
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#syncing > 0 || this.#waiting.length === 0) return;
    this.#scheduled = true;
    this.nextTurn(() => this.flush());
  }
}
