import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { portOf } from '@guitu/service-kit';
import { waitFor } from './wait-for.js';

export interface ServiceAlone {
  readonly url: string;
  /** What `/readyz` still misses, none when it is ready; undefined where nobody answers. */
  missing(): Promise<readonly string[] | undefined>;
  ready(): Promise<void>;
  /** Resolves when the process is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** One service as it is shipped, `main.js` in a process of its own, with these settings and no others. It ends with this process. */
export function startService(service: 'issuer' | 'vault' | 'relay' | 'station', settings: Readonly<Record<string, string>> & { readonly GUITU_PORT_BASE: string }): ServiceAlone {
  const main = fileURLToPath(new URL(`../../../services/${service}/dist/main.js`, import.meta.url));
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { PATH: process.env['PATH'], GUITU_LOG_LEVEL: 'silent', ...settings } });
  const gone = once(child, 'exit');
  const url = `http://127.0.0.1:${portOf({ portBase: Number(settings.GUITU_PORT_BASE) }, service)}`;

  async function missing(): Promise<readonly string[] | undefined> {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer === undefined) return undefined;
    const { checks } = (await answer.json()) as { readonly checks: Readonly<Record<string, boolean | { readonly ok: boolean }>> };
    return Object.entries(checks).filter(([, found]) => !(typeof found === 'boolean' ? found : found.ok)).map(([name]) => name);
  }

  return {
    url,
    missing,
    ready: () => waitFor(`${service} to be ready`, async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok === true, 30_000),
    async end(signal) {
      child.kill(signal);
      await gone;
    },
  };
}
