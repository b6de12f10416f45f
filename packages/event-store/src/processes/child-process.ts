import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Child {
  /** Lines of its standard output so far; complete when `exited` has resolved. */
  readonly lines: readonly string[];
  /** Resolves at the first moment when there are `count` lines; rejects when the process ends before that. */
  hasPrinted(count: number): Promise<void>;
  kill(): void;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly errors: string }>;
}

const running = new Set<Child>();

/** To be called after each test: no test leaves a process behind. */
export async function killChildren(): Promise<void> {
  await Promise.all([...running].map((child) => (child.kill(), child.exited)));
}

/** Starts a real node process on a compiled script beside this one. */
export function startChild(script: string, task: unknown): Child {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  let errors = '';
  let ended = false;
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    for (const watch of watchers) watch();
  });
  const handle: Child = {
    lines,
    hasPrinted: (count) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          if (lines.length >= count) resolve();
          else if (ended) reject(new Error(`${script} ended after ${lines.length} lines: ${errors}`));
          else return;
          watchers.delete(watch);
        };
        watchers.add(watch);
        watch();
      }),
    kill: () => child.kill('SIGKILL'),
    exited: new Promise((resolve) => {
      child.once('close', (code, signal) => {
        ended = true;
        running.delete(handle);
        for (const watch of [...watchers]) watch();
        resolve({ code, signal, errors });
      });
    }),
  };
  running.add(handle);
  return handle;
}
