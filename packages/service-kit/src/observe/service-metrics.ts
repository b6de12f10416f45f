import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { latencyBuckets } from './buckets.js';

/** How a command ended, for people who watch the hub. */
export type Outcome = 'accepted' | 'replayed' | 'refused' | 'not-visible' | 'stale' | 'invalid' | 'denied' | 'limited' | 'unavailable' | 'failed';

export function outcomeOf(status: number, replayed: boolean): Outcome {
  if (status < 400) return replayed ? 'replayed' : 'accepted';
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'not-visible';
  if (status === 409) return 'refused';
  if (status === 412) return 'stale';
  if (status === 429) return 'limited';
  if (status === 503) return 'unavailable';
  return status >= 500 ? 'failed' : 'invalid';
}

/** What one service measures of itself. Every series has the label `service`, because several run in one process. */
export interface Metrics {
  /** For a service's own metrics. */
  readonly registry: Registry;
  request(operation: string, status: number, milliseconds: number): void;
  command(operation: string, outcome: Outcome): void;
  /** An append of this service, from its call to the answer of the store. */
  append(milliseconds: number): void;
  /** A request was answered 429: its organisation has sent too many, or its address too many without good credentials. */
  limited(by: 'organisation' | 'address'): void;
  /** A connection was opened (1) or has ended (-1). */
  connection(change: 1 | -1): void;
}

export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  const registers = [registry];
  const requests = new Histogram({ name: 'guitu_http_request_seconds', help: 'Time to answer a request', labelNames: ['operation', 'status'], buckets: latencyBuckets, registers });
  const commands = new Counter({ name: 'guitu_commands_total', help: 'Commands by outcome', labelNames: ['operation', 'outcome'], registers });
  const appends = new Histogram({ name: 'guitu_append_seconds', help: 'Time from handing events to the store until they are durable, or refused', buckets: latencyBuckets, registers });
  const limited = new Counter({ name: 'guitu_requests_limited_total', help: 'Requests answered 429, by what was used up', labelNames: ['limit'], registers });
  for (const limit of ['organisation', 'address']) limited.inc({ limit }, 0);
  const connections = new Gauge({ name: 'guitu_http_connections', help: 'Open connections', registers });
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
    append: (milliseconds) => appends.observe(milliseconds / 1_000),
    limited: (limit) => limited.inc({ limit }),
    connection: (change) => connections.inc(change),
  };
}
