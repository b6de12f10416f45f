import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Environment } from '@guitu/service-kit';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly pid: number;
  /** Resolves when it is gone and all that it wrote was told. */
  readonly ended: Promise<Ended>;
  /** Nothing where it is gone. */
  kill(signal: NodeJS.Signals): void;
}

export interface ChildOptions {
  readonly script: string;
  readonly words?: readonly string[];
  readonly environment: Environment;
  /** Told each line of its standard output and its standard error. */
  readonly onLine: (line: string) => void;
}

/**
 * Runs a script of ours, in a process group of its own, because Ctrl-C on a terminal signals a whole group and whoever started the child decides when it
 * stops. However this process ends, the child finds its channel and its standard input closed, by one of which each of ours stops by itself.
 */
export function startChild({ script, words = [], environment, onLine }: ChildOptions): Child {
  const child = spawn(process.execPath, [script, ...words], { stdio: ['pipe', 'pipe', 'pipe', 'ipc'], detached: true, env: { ...environment } });
  const output = [child.stdout, child.stderr].flatMap((stream) => (stream === null ? [] : [once(createInterface(stream).on('line', onLine), 'close')]));
  child.stdin?.on('error', () => undefined);
  const ended = once(child, 'exit').then(async ([code, signal]) => {
    await Promise.all(output);
    return { code: code as number | null, signal: signal as NodeJS.Signals | null };
  });
  return { pid: child.pid ?? 0, ended, kill: (signal) => void child.kill(signal) };
}
