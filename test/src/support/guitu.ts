import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../../services/standalone/dist/cli.js', import.meta.url));

export interface Ran {
  readonly exit: number;
  /** Standard output. */
  readonly said: string;
  /** Standard error. */
  readonly noted: string;
  /** The one line of `--json`. */
  json<T>(): T;
}

/**
 * Runs `guitu` as an operator would: a process of its own, on this data directory.
 * `unread`: nobody reads what it says, as after the end of `| head`.
 */
export async function guitu(dataDirectory: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}, { unread = false }: { readonly unread?: boolean } = {}): Promise<Ran> {
  const child = spawn(process.execPath, [cli, ...words], { env: { ...process.env, GUITU_DATA: dataDirectory, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, noted] = ['', ''];
  if (unread) child.stdout.destroy();
  else child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (noted += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { exit: code ?? -1, said, noted, json: <T>() => JSON.parse(said) as T };
}
