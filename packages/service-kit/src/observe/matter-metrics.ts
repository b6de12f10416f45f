import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

export interface WaitingMatter {
  readonly kind: string;
  readonly state: string;
}

/** Erasures, restrictions and liftings that are not at their end: proposed, and waiting for the second human; or approved, and not done. `waiting`: those of now, as this process knows them. */
export function measureMatters<M extends WaitingMatter>(registry: Registry, kinds: readonly M['kind'][], states: readonly M['state'][], waiting: () => readonly M[]): void {
  new Gauge({
    name: 'guitu_matters_waiting', help: 'Erasures, restrictions and liftings that are proposed and not decided, or approved and not done', labelNames: ['kind', 'state'], registers: [registry],
    collect() {
      for (const kind of kinds) for (const state of states) this.set({ kind, state }, 0);
      for (const { kind, state } of waiting()) this.inc({ kind, state });
    },
  });
}
