import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import type { Answer, Question } from './messages.js';

/** A program of the bench in a process of its own: what is measured, or what it is held against. */
export interface Child {
  readonly pid: number;
  call<T>(method: string, argument?: unknown): Promise<T>;
  /** Lets the program release what it holds. */
  close(): Promise<void>;
}

export interface ChildOptions {
  readonly script: URL;
  /** Handed to the program's start. */
  readonly argument: unknown;
  /** File that takes its standard error; ours when absent. */
  readonly errors?: string;
}

/** Resolves when the program has started. Its profile is written where `GUITU_BENCH_PROFILE` names a directory. */
export async function startChild({ script, argument, errors }: ChildOptions): Promise<Child> {
  const profile = process.env['GUITU_BENCH_PROFILE'];
  const sink = errors === undefined ? undefined : openSync(errors, 'a');
  const child = fork(script, {
    stdio: ['ignore', 'inherit', sink ?? 'inherit', 'ipc'],
    execArgv: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
  });
  if (sink !== undefined) closeSync(sink);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  let ended = false;
  child.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error === undefined) asked?.resolve(answer.value);
    else asked?.reject(new Error(answer.error));
  });
  const gone = once(child, 'exit').then(([code]) => {
    ended = true;
    for (const { reject } of waiting.values()) reject(new Error(`${script.pathname} ended with code ${String(code)}`));
    waiting.clear();
  });
  const call = <T>(method: string, given?: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(new Error(`${script.pathname} has ended`));
      last += 1;
      waiting.set(last, { resolve: (value) => resolve(value as T), reject });
      child.send({ id: last, method, argument: given } satisfies Question);
    });
  await call('start', argument);
  return {
    pid: child.pid ?? 0,
    call,
    close: async () => {
      if (!ended) await call('close');
      await gone;
    },
  };
}
