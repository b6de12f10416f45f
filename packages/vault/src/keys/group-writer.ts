import { toVaultError, VaultError } from '../vault-error.js';

interface Job {
  readonly run: () => void;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

type Group = readonly Job[];

/** Runs the work when those that are running now have asked for what they want. */
export type NextTurn = (work: () => void) => void;

/**
 * Runs the work in one transaction, or throws and leaves nothing. Answers with a promise where that is not durable yet when it returns: for when it is.
 * That rejects where nobody can know what the disk has of it.
 */
export type Commit = (work: () => void) => Promise<void> | undefined;

/** Between two looks at how the disk gets on. What it is asked for at both is overdue: a clock that jumps makes nothing so. */
const PATIENCE_MS = 5_000;

/** Looks again after a while; keeps no process alive. */
export type LookAgain = (look: () => void) => void;
const afterAWhile: LookAgain = (look) => void setTimeout(look, PATIENCE_MS).unref();

/**
 * Group commit: all writes asked for in one turn of the event loop share one transaction, and so one fsync. What is asked for while one waits for the disk makes the next group.
 * A promise resolves only when its group is durable. A job that throws fails everybody in its group, so a job reports a refusal as a value.
 *
 * While the disk does not answer, everybody is refused, those too whose group it was given already: of these nobody knows yet what becomes of them, so a job is one
 * that may be done again. With the disk's answer the writer goes on by itself; with one that it failed, not before the next start.
 */
export class GroupWriter {
  #waiting: Job[] = [];
  #scheduled = false;
  /** What the disk has been asked for. */
  #underWay: Group | undefined;
  #settled: Promise<void> = Promise.resolve();
  /** What it had been asked for at the last look. */
  #seen: Group | undefined;
  #overdue: VaultError | undefined;
  #broken: VaultError | undefined;

  /** `nextTurn` says when a group is whole. */
  constructor(
    private readonly commit: Commit,
    private readonly nextTurn: NextTurn = setImmediate,
    private readonly lookAgain: LookAgain = afterAWhile,
  ) {}

  /** True while something is committed that a power cut may still take back: then it is not durable because it can be read. */
  get ahead(): boolean {
    return this.#underWay !== undefined || this.#broken !== undefined;
  }

  /** Throws where nothing is written any more until the next start, or until the disk answers. */
  probe(): void {
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#overdue !== undefined) throw this.#overdue;
  }

  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.probe();
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

  /** Resolves when nobody waits any more: what was asked for is durable, or refused. Does not as long as the disk does not answer. */
  async drain(): Promise<void> {
    for (; this.#waiting.length > 0 || this.#underWay !== undefined; await this.#settled) this.#flush();
  }

  #flush(): void {
    this.#scheduled = false;
    if (this.#underWay !== undefined || this.#waiting.length === 0) return;
    const group = this.#waiting;
    this.#waiting = [];
    try {
      this.probe();
      const durable = this.commit(() => {
        for (const job of group) job.run();
      });
      if (durable === undefined) for (const job of group) job.settle();
      else this.#settled = this.#await(durable, group);
    } catch (error) {
      failAll(group, toVaultError(error));
    }
  }

  async #await(durable: Promise<void>, group: Group): Promise<void> {
    this.#underWay = group;
    this.#watch();
    try {
      await durable;
      this.#answered();
      for (const job of group) job.settle();
    } catch (error) {
      this.#answered();
      // The system may have dropped what it could not write and call the next try a success. The next start reads what is really there.
      this.#broken = toVaultError(error);
      failAll(group, this.#broken);
    }
    this.#schedule();
  }

  #answered(): void {
    this.#underWay = undefined;
    this.#overdue = undefined;
  }

  #watch(): void {
    if (this.#seen !== undefined) return;
    this.#seen = this.#underWay;
    this.lookAgain(() => this.#look());
  }

  #look(): void {
    if (this.#underWay !== undefined && this.#underWay === this.#seen) {
      this.#overdue = new VaultError('vault-unavailable', 'the disk does not answer');
      failAll(this.#underWay, this.#overdue);
      failAll(this.#waiting.splice(0), this.#overdue);
    }
    this.#seen = undefined;
    if (this.#underWay !== undefined) this.#watch();
  }

  #schedule(): void {
    if (this.#scheduled || this.#underWay !== undefined || this.#waiting.length === 0) return;
    this.#scheduled = true;
    this.nextTurn(() => this.#flush());
  }
}

function failAll(group: Group, error: VaultError): void {
  for (const job of group) job.fail(error);
}
