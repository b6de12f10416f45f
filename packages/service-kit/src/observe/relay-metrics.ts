import type { Relay } from '@guitu/event-bus';
import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Runtime } from '../runtime.js';
import { within } from './within.js';

/** A scrape does not wait longer than this for the log. */
const PATIENCE_MS = 1_000;

/** What the relay has brought and what it has not. The lag is absent while the log cannot be asked. */
export function measureRelay(registry: Registry, relay: Pick<Relay, 'status' | 'lag'>, runtime: Pick<Runtime, 'sleep'>): void {
  const registers = [registry];
  new Gauge({
    name: 'guitu_relay_lag_events', help: 'Events of the log that have not arrived in Kafka', registers,
    async collect() {
      this.reset();
      const lag = await within(relay.lag(), PATIENCE_MS, runtime).catch(() => undefined);
      if (lag === undefined) this.remove();
      else this.set(lag);
    },
  });
  new Gauge({ name: 'guitu_relay_running', help: '0 while the relay tries again, and after another relay was noticed', registers, collect() { this.set(relay.status().state === 'running' ? 1 : 0); } });
  const total = (name: string, help: string, count: () => number): void => {
    new Counter({ name, help, registers, collect() { this.reset(); this.inc(count()); } });
  };
  total('guitu_relay_published_events_total', 'Events that arrived in Kafka, those that were sent again included', () => relay.status().published);
  total('guitu_relay_retries_total', 'Pages and looks that failed and were tried again', () => relay.status().retries);
}
