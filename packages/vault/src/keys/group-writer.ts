import { toVaultError } from '../vault-error.js';

interface Job {
  readonly run: () => void;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

/** Runs the work when those that are running now have asked for what they want. */
export type NextTurn = (work: () => void) => void;

/**
 * Group commit: all writes asked for in one turn of the event loop share one transaction, and so one fsync.
 * A promise resolves only after the commit. A job that throws fails everybody in its group, so a job reports a refusal as a value.
 */
export class GroupWriter {
  #waiting: Job[] = [];
  #scheduled = false;

  /** `transaction` runs the work in one durable transaction, or throws and leaves nothing; `nextTurn` says when a group is whole. */
  constructor(
    private readonly transaction: (work: () => void) => void,
    private readonly nextTurn: NextTurn = setImmediate,
  ) {}

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
      if (this.#scheduled) return;
      this.#scheduled = true;
      this.nextTurn(() => this.flush());
    });
  }

  /** Commits what is waiting, now. */
  flush(): void {
    this.#scheduled = false;
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    try {
      this.transaction(() => {
        for (const job of group) job.run();
      });
    } catch (error) {
      const translated = toVaultError(error);
      for (const job of group) job.fail(translated);
      return;
    }
    for (const job of group) job.settle();
  }
}
