import type { FaultKind } from './faults.js';
import type { Outcome } from './schedule.js';

/** What many schedules reached together. */
export class Coverage {
  readonly events = new Map<string, number>();
  readonly refusals = new Map<string, number>();
  readonly faults = new Map<FaultKind, number>();
  conflicts = 0;

  add({ events, refusals, faults, trace }: Outcome): void {
    addAll(this.events, events);
    addAll(this.refusals, refusals);
    addAll(this.faults, faults);
    this.conflicts += trace.filter((line) => line.endsWith(': conflict')).length;
  }

  /** For people: most frequent first. */
  told(): string {
    const row = (what: string, counts: ReadonlyMap<string, number>): string => `${what} (${counts.size}): ${[...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`).join(', ')}`;
    return [row('events', this.events), row('problems and refusals', this.refusals), row('faults', this.faults), `lost races: ${this.conflicts}`].join('\n');
  }
}

function addAll<K>(to: Map<K, number>, counts: ReadonlyMap<K, number>): void {
  for (const [name, count] of counts) to.set(name, (to.get(name) ?? 0) + count);
}
