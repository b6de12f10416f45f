import type { ProjectionStatus, Projections, Relay } from '@guitu/event-bus';
import type { Runtime } from '../runtime.js';
import { within } from './within.js';

/** What was found: whether it will do, and the figures behind that. Ids, names of ours and numbers only, because anybody may ask. */
export interface Finding {
  readonly ok: boolean;
  readonly [figure: string]: unknown;
}

/** One thing that must hold before the service takes work. */
export interface Readiness {
  readonly name: string;
  /** False, or a rejection: not now. */
  check(): boolean | Finding | Promise<boolean | Finding>;
}

/** Who asks whether the service is ready wants to know now. */
const PATIENCE_MS = 2_000;

/** Never rejects, and answers in time. */
export async function lookAt({ check }: Readiness, runtime: Pick<Runtime, 'sleep'>): Promise<boolean | Finding> {
  try {
    return await within(Promise.resolve(check()), PATIENCE_MS, runtime);
  } catch {
    return false;
  }
}

/** Beyond either of these a projection is not the state of things, and a worklist that leaves somebody out is worse than none. */
const farBehind = { events: 10_000, milliseconds: 30_000 } as const;

const current = ({ lagEvents = 0, lagMs, servesEarlierVersion }: ProjectionStatus): boolean => !servesEarlierVersion && lagEvents <= farBehind.events && lagMs <= farBehind.milliseconds;

/** The projections that a service reads are there, of this version, and not far behind. */
export function projectionsReady(projections: Pick<Projections, 'status'>, names: readonly string[]): Readiness {
  return {
    name: 'projections',
    check: async () => {
      const states = await projections.status(names);
      const found = names.map((name) => {
        const state = states.find((one) => one.name === name);
        return [name, state === undefined ? { ok: false } : { ok: current(state), lagEvents: state.lagEvents ?? null, lagSeconds: state.lagMs / 1_000 }] as const;
      });
      return { ok: found.every(([, { ok }]) => ok), ...Object.fromEntries(found) };
    },
  };
}

/** The relay runs, and what it has not brought yet is not much. */
export function relayReady(relay: Pick<Relay, 'status' | 'lag'>): Readiness {
  return {
    name: 'relay',
    check: async () => {
      const { state } = relay.status();
      const lagEvents = await relay.lag();
      return { ok: state === 'running' && lagEvents <= farBehind.events, state, lagEvents };
    },
  };
}

/** A part of the hub that can be asked whether it works. Its error stays inside: what it says is not for everybody. */
export function probeReady(name: string, probe: () => Promise<void>): Readiness {
  return { name, check: () => probe().then(() => true) };
}
