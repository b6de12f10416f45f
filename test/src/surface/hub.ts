import { fork } from 'node:child_process';
import type { JsonWebKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Message } from './hub.child.js';
import { keyOf } from './tokens.js';
import type { Key } from './tokens.js';

/** A whole hub in a process of its own, as strangers meet it: over sockets, and nothing else. */
export interface StrangeHub {
  readonly urls: Readonly<Record<string, string>>;
  /** The issuer's signing key; the test is the issuer. */
  readonly key: Key;
  /** Unhandled rejections, warnings and exceptions of the process; must stay empty. */
  readonly incidents: readonly string[];
  /** Error log of the process. */
  log(): string;
  close(): Promise<void>;
}

export async function startStrangeHub({ sample }: { readonly sample: boolean }): Promise<StrangeHub> {
  const directory = await mkdtemp(join(tmpdir(), 'guitu-surface-'));
  const child = fork(fileURLToPath(new URL('./hub.child.js', import.meta.url)), [directory, sample ? 'on' : 'off'], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { PATH: process.env['PATH'] } });
  const incidents: string[] = [];
  const log: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => log.push(chunk.toString()));
  const exited = once(child, 'exit');
  const started = new Promise<Readonly<Record<string, string>>>((resolve, reject) => {
    child.on('message', (message: Message) => {
      if (message.kind === 'started') resolve(message.urls);
      else incidents.push(message.text);
    });
    void exited.then(() => reject(new Error(`the hub did not start:\n${log.join('')}`)));
  });
  const urls = await started;
  return {
    urls,
    key: keyOf(JSON.parse(await readFile(join(directory, 'issuer', 'signing-key.json'), 'utf8')) as JsonWebKey, await publishedKid(urls['issuer'] ?? '')),
    incidents,
    log: () => log.join(''),
    async close() {
      child.send('stop');
      await exited;
      await rm(directory, { recursive: true });
    },
  };
}

async function publishedKid(issuer: string): Promise<string> {
  const { keys } = (await (await fetch(`${issuer}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
  return keys[0]?.kid ?? '';
}
