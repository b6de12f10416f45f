import type { FaultKind } from './faults.js';
import type { Outcome } from './schedule.js';

/** What many schedules reached together, each thing with how often. Plain data, because it crosses to another thread. */
export interface Coverage {
  readonly events: Map<string, number>;
  readonly refusals: Map<string, number>;
  readonly faults: Map<FaultKind, number>;
  conflicts: number;
}

export const noCoverage = (): Coverage => ({ events: new Map(), refusals: new Map(), faults: new Map(), conflicts: 0 });

export function cover(coverage: Coverage, { events, refusals, faults, trace }: Outcome): void {
  addAll(coverage.events, events);
  addAll(coverage.refusals, refusals);
  addAll(coverage.faults, faults);
  coverage.conflicts += trace.filter((line) => line.endsWith(': conflict')).length;
}

/** For people: most frequent first. */
export function told({ events, refusals, faults, conflicts }: Coverage): string {
  const row = (what: string, counts: ReadonlyMap<string, number>): string => `${what} (${counts.size}): ${[...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`).join(', ')}`;
  return [row('events', events), row('problems and refusals', refusals), row('faults', faults), `lost races: ${conflicts}`].join('\n');
}

function addAll<K>(to: Map<K, number>, counts: ReadonlyMap<K, number>): void {
  for (const [name, count] of counts) to.set(name, (to.get(name) ?? 0) + count);
}
