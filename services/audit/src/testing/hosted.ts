import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedSource, runProjections } from '@guitu/event-bus';
import type { AnyProjection, Incident, Projections } from '@guitu/event-bus';
import { realRuntime, untilCaughtUp } from '@guitu/event-bus/testing';
import { openMemoryStore } from '@guitu/event-store';
import type { EventStore } from '@guitu/event-store';
import { systemRuntime } from '@guitu/service-kit';
import type { Vault } from '@guitu/vault';
import { auditProjection } from '../cases/audit-projection.js';
import { auditLogProjection } from '../log/log-projection.js';
import { reportProjection } from '../report/report-projection.js';
import { createSources } from '../sources.js';
import type { Sources } from '../sources.js';
import { plainVault } from './plain-vault.js';
import type { Play } from './play.js';
import { createPlay } from './play.js';
import { register, registerData } from './register.js';

/** A store in memory with the projections of audit on this thread. */
export interface Hosted {
  readonly store: EventStore;
  readonly play: Play;
  readonly projections: Projections;
  readonly sources: Sources;
  readonly incidents: readonly Incident[];
  readonly definitions: readonly AnyProjection[];
  /** Resolves when everything in the log is projected or parked. */
  settled(): Promise<void>;
  dispose(): Promise<void>;
}

export async function host(vault: Pick<Vault, 'open' | 'find' | 'looks'> = plainVault): Promise<Hosted> {
  const directory = mkdtempSync(join(tmpdir(), 'guitu-audit-'));
  const store = openMemoryStore();
  const incidents: Incident[] = [];
  const definitions = [auditLogProjection(), auditProjection({ register: registerData }), reportProjection({ vault, store })] as unknown as readonly AnyProjection[];
  const projections = await runProjections({ definitions, source: embeddedSource(store), directory, runtime: realRuntime(), onIncident: (incident) => void incidents.push(incident) });
  return {
    store,
    play: createPlay(store),
    projections,
    sources: createSources({ store, projections, vault, register, runtime: systemRuntime }),
    incidents,
    definitions,
    settled: async () => untilCaughtUp(projections, await store.head()),
    async dispose() {
      await projections.close();
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}
