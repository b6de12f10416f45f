/** Something that runs and can be killed; what waits in its name is forgotten then. */
export interface Owner {
  readonly alive: boolean;
}

interface Task {
  readonly at: number;
  readonly order: number;
  readonly owner: Owner;
  readonly label: string;
  readonly run: () => void;
}

/** Everything that the microtasks of the last task still do is done before the next task. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The one clock and the one queue of a simulation. A task runs, then whatever it set going runs until all of it waits for the queue again, then comes
 * the next task: so the order of everything follows from the delays alone, and these from the seed.
 */
export class Scheduler {
  /** Milliseconds since the simulation began. */
  now = 0;
  /** One line for each task that ran and each thing that was told. */
  readonly trace: string[] = [];
  /** Called before each task: here the world may break, and whoever found something wrong may stop it. */
  disturb: () => void = () => undefined;
  #tasks: Task[] = [];
  #order = 0;

  tell(line: string): void {
    this.trace.push(`${this.now} ${line}`);
  }

  after(milliseconds: number, owner: Owner, label: string, run: () => void): void {
    this.#order += 1;
    this.#tasks.push({ at: this.now + milliseconds, order: this.#order, owner, label, run });
  }

  /** Runs tasks until the condition holds; throws when nothing is left to do before that, or after so many tasks. */
  async until(condition: () => boolean | Promise<boolean>, what: string, limit = 20_000): Promise<void> {
    await settled();
    for (let count = 0; !(await condition()); count += 1) {
      this.disturb();
      const task = this.#next();
      if (task === undefined) throw new Error(`nothing is left to do, and still not: ${what}`);
      if (count > limit) throw new Error(`after ${limit} tasks still not: ${what}`);
      this.now = Math.max(this.now, task.at);
      this.tell(task.label);
      task.run();
      await settled();
    }
  }

  /** The earliest task whose owner lives; of equals the one that was asked for first. */
  #next(): Task | undefined {
    this.#tasks = this.#tasks.filter(({ owner }) => owner.alive);
    let first: Task | undefined;
    for (const task of this.#tasks) if (first === undefined || task.at < first.at || (task.at === first.at && task.order < first.order)) first = task;
    this.#tasks = this.#tasks.filter((task) => task !== first);
    return first;
  }
}
