import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** How a command ended, for people who watch the hub. */
export type Outcome = 'accepted' | 'replayed' | 'refused' | 'not-visible' | 'stale' | 'invalid' | 'denied' | 'unavailable' | 'failed';

export function outcomeOf(status: number, replayed: boolean): Outcome {
  if (status < 400) return replayed ? 'replayed' : 'accepted';
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'not-visible';
  if (status === 409) return 'refused';
  if (status === 412) return 'stale';
  if (status === 503) return 'unavailable';
  return status >= 500 ? 'failed' : 'invalid';
}

export interface Metrics {
  /** For a service's own metrics. */
  readonly registry: Registry;
  request(operation: string, status: number, milliseconds: number): void;
  command(operation: string, outcome: Outcome): void;
}

/** A registry of its own for each service, because several run in one process. `ofProcess`: memory, CPU and event loop too; one service reports them. */
export function createMetrics(service: string, { ofProcess = false }: { readonly ofProcess?: boolean } = {}): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'guitu_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['operation', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const commands = new Counter({ name: 'guitu_commands_total', help: 'Commands by outcome', labelNames: ['operation', 'outcome'], registers: [registry] });
  // Looking up a child by its labels costs more than counting; there are few, so each is kept.
  const timers = new Map<string, { observe(seconds: number): void }>();
  const counters = new Map<string, { inc(): void }>();
  return {
    registry,
    request(operation, status, milliseconds) {
      const key = `${operation} ${status}`;
      let timer = timers.get(key);
      if (timer === undefined) timers.set(key, (timer = requests.labels(operation, String(status))));
      timer.observe(milliseconds / 1_000);
    },
    command(operation, outcome) {
      const key = `${operation} ${outcome}`;
      let counter = counters.get(key);
      if (counter === undefined) counters.set(key, (counter = commands.labels(operation, outcome)));
      counter.inc();
    },
  };
}
