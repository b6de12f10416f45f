import type { Incident, Projections } from '@guitu/event-bus';
import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Runtime } from '../runtime.js';
import { within } from './within.js';

/** A scrape does not wait longer than this for the thread of the projections. */
const PATIENCE_MS = 1_000;

export interface ProjectionMetrics {
  /** Asks the projections how they are; a scrape does so before it reads. Never rejects. */
  refresh(projections: Pick<Projections, 'status'>): Promise<void>;
  incident(incident: Incident): void;
}

export function measureProjections(registry: Registry, runtime: Pick<Runtime, 'sleep'>): ProjectionMetrics {
  const gauge = (name: string, help: string) => new Gauge({ name: `guitu_projection_${name}`, help, labelNames: ['projection'], registers: [registry] });
  const lagEvents = gauge('lag_events', 'Events of the log that are not applied yet');
  const lagSeconds = gauge('lag_seconds', 'Time since the oldest event that is not applied was seen waiting');
  const parked = gauge('parked_streams', 'Streams that stand still until an operator retries or skips them');
  const rebuilding = gauge('rebuilding', '1 while a new file is being built');
  const failing = gauge('failing', '1 while something goes wrong and is tried again');
  const earlier = gauge('serves_earlier_version', '1 while readers see the rows of an earlier version');
  const applied = gauge('applied_events', 'Events applied since the thread of the projections was started, rebuilds included');
  const answering = new Gauge({ name: 'guitu_projections_answering', help: '0 while the thread of the projections does not answer; the figures of its projections are absent then', registers: [registry] });
  const incidents = new Counter({ name: 'guitu_projection_incidents_total', help: 'Incidents of projections by kind', labelNames: ['projection', 'kind'], registers: [registry] });
  const all = [lagEvents, lagSeconds, parked, rebuilding, failing, earlier, applied];
  return {
    async refresh(projections) {
      const states = await within(projections.status(), PATIENCE_MS, runtime).catch(() => undefined);
      for (const one of all) one.reset();
      answering.set(states === undefined ? 0 : 1);
      for (const state of states ?? []) {
        const projection = state.name;
        if (state.lagEvents !== undefined) lagEvents.set({ projection }, state.lagEvents);
        lagSeconds.set({ projection }, state.lagMs / 1_000);
        parked.set({ projection }, state.parked);
        rebuilding.set({ projection }, state.rebuilding ? 1 : 0);
        failing.set({ projection }, state.failing === undefined ? 0 : 1);
        earlier.set({ projection }, state.servesEarlierVersion ? 1 : 0);
        applied.set({ projection }, state.applied);
      }
    },
    incident: ({ projection = 'all', kind }) => incidents.inc({ projection, kind }),
  };
}
