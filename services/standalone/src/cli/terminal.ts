import { createProgress } from '../progress.js';
import type { Progress, ProgressTarget } from '../progress.js';

export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A line of the answer, to standard output. */
  line(text: string): void;
  /** The answer for a script: one JSON value on one line. */
  json(value: unknown): void;
  /** A line for the operator, to standard error. */
  note(text: string): void;
  /** Moves the bar of this label, on standard error; on a terminal a bar, elsewhere a line for every tenth. */
  progress(label: string, done: number, total: number): void;
  /** Leaves the bar as it is, so that something else can be written. */
  settle(): void;
}

export function createTerminal(environment: Terminal['environment'], output: { write(text: string): unknown }, errors: ProgressTarget): Terminal {
  let bar: { readonly label: string; readonly progress: Progress } | undefined;
  const settle = (): void => {
    bar?.progress.end();
    bar = undefined;
  };
  return {
    environment,
    line: (text) => {
      settle();
      output.write(`${text}\n`);
    },
    json: (value) => {
      settle();
      output.write(`${JSON.stringify(value)}\n`);
    },
    note: (text) => {
      settle();
      errors.write(`${text}\n`);
    },
    progress: (label, done, total) => {
      if (bar?.label !== label) {
        settle();
        bar = { label, progress: createProgress(label, errors, () => performance.now()) };
      }
      bar.progress.update(done, Math.max(total, 1));
    },
    settle,
  };
}
