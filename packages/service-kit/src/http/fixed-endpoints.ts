import type { Instruments } from '../observe/instruments.js';
import { lookAt } from '../observe/readiness.js';
import type { Readiness } from '../observe/readiness.js';
import { Problem } from '../problems/index.js';
import type { Runtime } from '../runtime.js';
import { docsEndpoints } from './docs-page.js';
import type { RawEndpoint } from './raw-endpoint.js';

interface ProbeOptions {
  readonly instruments: Pick<Instruments, 'metrics' | 'process'>;
  readonly readiness?: readonly Readiness[];
  /** True: not ready, whatever the checks say. */
  readonly starting?: boolean;
  readonly runtime: Pick<Runtime, 'sleep'>;
  readonly state: { readonly stopping: boolean };
}

/** What machines ask a service about itself. */
export function probes({ instruments, readiness = [], starting = false, runtime, state }: ProbeOptions): readonly RawEndpoint[] {
  const { registry } = instruments.metrics;
  return [
    { method: 'GET', path: '/healthz', name: 'healthz', handler: () => Promise.resolve({ body: { status: 'ok' } }) },
    {
      method: 'GET',
      path: '/readyz',
      name: 'readyz',
      handler: async () => {
        const checks = Object.fromEntries(await Promise.all(readiness.map(async (one) => [one.name, await lookAt(one, runtime)] as const)));
        const ready = !starting && !state.stopping && Object.values(checks).every((found) => (typeof found === 'boolean' ? found : found.ok));
        return ready ? { body: { status: 'ready', checks } } : { status: 503, headers: { 'Retry-After': '2' }, body: { status: state.stopping ? 'stopping' : 'not-ready', checks } };
      },
    },
    { method: 'GET', path: '/metrics', name: 'metrics', handler: async () => ({ contentType: registry.contentType, body: (await registry.metrics()) + ((await instruments.process?.text()) ?? '') }) },
  ];
}

interface FixedOptions extends ProbeOptions {
  readonly title: { readonly zh: string; readonly en: string };
  readonly tokenUrl?: string;
  readonly openApi: () => Record<string, unknown>;
}

/** What every service answers without a token, at the same addresses. */
export function fixedEndpoints({ title, tokenUrl, openApi, ...probing }: FixedOptions): readonly RawEndpoint[] {
  let document: string | undefined;
  return [
    ...probes(probing),
    { method: 'GET', path: '/openapi.json', name: 'openapi', handler: () => Promise.resolve({ body: (document ??= JSON.stringify(openApi())) }) },
    ...docsEndpoints({ title, ...(tokenUrl === undefined ? {} : { tokenUrl }) }),
    { method: 'GET', path: '/favicon.ico', name: 'favicon', handler: () => Promise.reject(Problem.of('not-found')) },
  ];
}
