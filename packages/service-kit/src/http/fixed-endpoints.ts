import type { Instruments } from '../observe/instruments.js';
import { Problem } from '../problems/index.js';
import { docsEndpoints } from './docs-page.js';
import type { RawEndpoint } from './raw-endpoint.js';

/** One thing that must hold before the service takes work. */
export interface Readiness {
  readonly name: string;
  /** False, or a rejection: not now. */
  check(): boolean | Promise<boolean>;
}

interface FixedOptions {
  readonly title: { readonly zh: string; readonly en: string };
  readonly instruments: Pick<Instruments, 'metrics' | 'process'>;
  readonly readiness?: readonly Readiness[];
  readonly tokenUrl?: string;
  readonly openApi: () => Record<string, unknown>;
  readonly state: { readonly stopping: boolean };
}

async function holds({ check }: Readiness): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}

/** What every service answers without a token, at the same addresses. */
export function fixedEndpoints({ title, tokenUrl, instruments, readiness = [], openApi, state }: FixedOptions): readonly RawEndpoint[] {
  let document: string | undefined;
  const { registry } = instruments.metrics;
  return [
    { method: 'GET', path: '/healthz', name: 'healthz', handler: () => Promise.resolve({ body: { status: 'ok' } }) },
    {
      method: 'GET',
      path: '/readyz',
      name: 'readyz',
      handler: async () => {
        const checks = Object.fromEntries(await Promise.all(readiness.map(async (one) => [one.name, await holds(one)] as const)));
        const ready = !state.stopping && Object.values(checks).every(Boolean);
        return ready ? { body: { status: 'ready', checks } } : { status: 503, headers: { 'Retry-After': '2' }, body: { status: state.stopping ? 'stopping' : 'not-ready', checks } };
      },
    },
    { method: 'GET', path: '/metrics', name: 'metrics', handler: async () => ({ contentType: registry.contentType, body: (await registry.metrics()) + ((await instruments.process?.text()) ?? '') }) },
    { method: 'GET', path: '/openapi.json', name: 'openapi', handler: () => Promise.resolve({ body: (document ??= JSON.stringify(openApi())) }) },
    ...docsEndpoints({ title, ...(tokenUrl === undefined ? {} : { tokenUrl }) }),
    { method: 'GET', path: '/favicon.ico', name: 'favicon', handler: () => Promise.reject(Problem.of('not-found')) },
  ];
}
