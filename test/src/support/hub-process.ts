import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Hub } from '@guitu/standalone';

/** What a hub's process is told to do. Each is answered by a line once it was heard. */
export type Order =
  /** Its business clock shows the machine's time and so much more, or less. */
  | { readonly kind: 'business-clock'; readonly aheadMs: number }
  /** Builds a projection anew; the answer does not wait for the end of it. */
  | { readonly kind: 'rebuild'; readonly projection: string }
  /** A call of the vault that no agency makes in these tests, about a person of whom the log knows nothing. */
  | { readonly kind: 'vault'; readonly call: 'find' | 'looks' | 'reindex' };

export interface HubProcess {
  readonly urls: Hub['urls'];
  /** False once it has ended. */
  alive(): boolean;
  /** Resolves when the process is gone, with the signal that ended it, if one did. */
  readonly gone: Promise<NodeJS.Signals | undefined>;
  order(order: Order): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM: it ends in order. Resolves when the process is gone. */
  stop(): Promise<void>;
}

export interface HubProcessOptions {
  /** Loaded before everything else, in each of its threads. */
  readonly preload?: URL;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The process ended before it listened. */
export class EndedEarly extends Error {
  override readonly name = 'EndedEarly';
  constructor(
    readonly signal: NodeJS.Signals | undefined,
    errors: string,
  ) {
    super(`the hub's process ended before it listened: ${errors}`);
  }
}

/** Starts a hub as a real process on these files and resolves when it listens. Rejects with `EndedEarly`. */
export async function startHubProcess(directory: string, { preload, environment = {} }: HubProcessOptions = {}): Promise<HubProcess> {
  const script = fileURLToPath(new URL('./hub.child.js', import.meta.url));
  const words = [...(preload === undefined ? [] : ['--import', preload.href]), script, directory];
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], ...environment } });
  let errors = '';
  let alive = true;
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  // Writing to a process that is gone is no fault of the test.
  child.stdin.on('error', () => undefined);
  const gone = once(child, 'close').then(([, signal]) => {
    alive = false;
    return (signal as NodeJS.Signals | null) ?? undefined;
  });
  const lines = createInterface(child.stdout);
  const heard: string[] = [];
  const waiting: ((line: string | undefined) => void)[] = [];
  lines.on('line', (line) => {
    const next = waiting.shift();
    if (next === undefined) heard.push(line);
    else next(line);
  });
  const nextLine = (): Promise<string | undefined> => {
    const line = heard.shift();
    return line === undefined ? Promise.race([new Promise<string | undefined>((resolve) => waiting.push(resolve)), gone.then(() => undefined)]) : Promise.resolve(line);
  };
  const first = await nextLine();
  if (first === undefined) throw new EndedEarly(await gone, errors);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await gone;
  };
  return {
    urls: JSON.parse(first) as Hub['urls'],
    alive: () => alive,
    gone,
    order: async (order) => {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      await nextLine();
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}
