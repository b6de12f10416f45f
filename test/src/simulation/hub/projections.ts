import { worklistModule } from '@guitu/agency-kit';
import type { RegisterData } from '@guitu/contracts';
import { auditLogProjection, auditProjection, reportProjection } from '@guitu/audit';
import { personsProjection } from '@guitu/data-protection';
import { embeddedSource, runProjections } from '@guitu/event-bus';
import type { Incident, ProjectionDefinition, Projections } from '@guitu/event-bus';
import { rowsByDefinition } from '@guitu/event-bus/testing';
import type { Rows } from '@guitu/event-bus/testing';
import type { EventStore, StoredEvent } from '@guitu/event-store';
import { sampleData } from '@guitu/referral/testing';
import type { Vault } from '@guitu/vault';
import type { Faults } from '../faults.js';
import type { Machine } from '../machine.js';
import { runtimeOf } from '../machine.js';
import type { BusinessClock } from '../machine.js';
import type { StoreOfMachine } from './store.js';

export type AnyDefinition = ProjectionDefinition<unknown, unknown>;
/** Every projection that the hub has, the one that agencies ask first. */
export const projectionNames = ['worklist', 'audit-log', 'audit', 'report', 'persons'] as const;
export type ProjectionName = (typeof projectionNames)[number];

// Loaded once: a projection is started many times.
const worklist = (await import(worklistModule)) as { readonly worklistProjection: (options: { readonly register: RegisterData }) => unknown };

/** The hub's own definitions, over whatever store and vault they are to see. */
export function definitionOf(name: ProjectionName, store: StoreOfMachine | EventStore, vault: Pick<Vault, 'open'>): AnyDefinition {
  return {
    worklist: () => worklist.worklistProjection({ register: sampleData }),
    'audit-log': () => auditLogProjection(),
    audit: () => auditProjection({ register: sampleData }),
    report: () => reportProjection({ vault, store }),
    persons: () => personsProjection(),
  }[name]() as AnyDefinition;
}

/** What SQLite says when the process has no more time: the transaction is rolled back, and nobody waits for the next try. */
class Killed extends Error {
  readonly code = 'SQLITE_INTERRUPT';
}

/** Now and then the process dies in the middle of a transaction, after some of its events were applied. */
function mortal(definition: AnyDefinition, faults: Faults, die: () => void): AnyDefinition {
  return {
    ...definition,
    apply(tx, event, context) {
      definition.apply(tx, event, context);
      if (!faults.strikes('killed-in-transaction')) return;
      die();
      throw new Killed('killed in a transaction');
    },
  };
}

export interface ProjectionsOptions {
  readonly names: readonly ProjectionName[];
  readonly directory: string;
  readonly machine: Machine;
  readonly clock: BusinessClock;
  readonly store: StoreOfMachine;
  readonly vault: Pick<Vault, 'open'>;
  readonly faults: Faults;
  readonly onIncident: (incident: Incident) => void;
  readonly die: () => void;
  /** For a hub that is made wrong on purpose. */
  readonly alter: (definition: AnyDefinition) => AnyDefinition;
}

/** The real runner over the machine's store. */
export function startProjections({ names, directory, machine, clock, store, vault, faults, onIncident, die, alter }: ProjectionsOptions): Promise<Projections> {
  const runtime = runtimeOf(machine, clock);
  return runProjections({
    definitions: names.map((name) => mortal(alter(definitionOf(name, store, vault)), faults, die)),
    source: embeddedSource(store),
    directory,
    runtime: { now: runtime.realNow, random: runtime.random, sleep: runtime.sleep },
    onIncident,
  });
}

/** The rows that a projection must have after this log, by its definition alone. */
export async function rowsOfLog(name: ProjectionName, store: EventStore, vault: Pick<Vault, 'open'>): Promise<Rows> {
  const events: StoredEvent[] = [];
  for await (const page of store.subscribe({ live: false })) events.push(...page.events);
  return rowsByDefinition(definitionOf(name, store, vault), events);
}
