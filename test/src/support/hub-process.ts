import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BaseUrls } from '@guitu/client';

export interface HubProcess {
  readonly urls: BaseUrls;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts a hub as a real process on these files and resolves when it listens. */
export async function startHubProcess(directory: string): Promise<HubProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./hub.child.js', import.meta.url)), directory], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const gone = once(child, 'close');
  const first = await Promise.race([once(createInterface(child.stdout), 'line'), gone.then(() => undefined)]);
  if (first === undefined) throw new Error(`the hub's process ended before it listened: ${errors}`);
  return {
    urls: JSON.parse(String(first[0])) as BaseUrls,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
