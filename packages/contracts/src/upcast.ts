import type { SealedClass } from './data-class.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * One step from a stored version of an event to the next. Pure, and for ever: what it reads lies in logs that nobody edits.
 * Two stages, because the sealed part is still sealed when an event is decoded; both go by the stored type. A stage that is absent changes nothing.
 */
export interface Upcaster {
  readonly event: string;
  /** Stored version that it reads; it makes the next one. */
  readonly from: number;
  /** Record part, at decode. */
  readonly record?: (data: Json) => Json;
  /** Fields of one class, after they were opened. */
  readonly opened?: (dataClass: SealedClass, fields: Json) => Json;
}

export interface Upcasters {
  record(event: string, storedVersion: number, data: Json): Json;
  opened(event: string, storedVersion: number, dataClass: SealedClass, fields: Json): Json;
  /** Versions below the current one that no step reads; empty for a build that can read every log. */
  missing(event: string, currentVersion: number): readonly number[];
}

/** Throws RangeError for two steps from one version. */
export function createUpcasters(steps: readonly Upcaster[]): Upcasters {
  const byVersion = new Map<string, Upcaster>();
  for (const step of steps) {
    const key = `${step.event} ${step.from}`;
    if (byVersion.has(key)) throw new RangeError(`two upcasters from version ${step.from} of ${step.event}`);
    byVersion.set(key, step);
  }
  function chain(event: string, version: number): Upcaster[] {
    const steps: Upcaster[] = [];
    for (let step = byVersion.get(`${event} ${version}`); step !== undefined; step = byVersion.get(`${event} ${step.from + 1}`)) steps.push(step);
    return steps;
  }
  return {
    record: (event, version, data) => chain(event, version).reduce((value, step) => step.record?.(value) ?? value, data),
    opened: (event, version, dataClass, fields) => chain(event, version).reduce((value, step) => step.opened?.(dataClass, value) ?? value, fields),
    missing: (event, current) => Array.from({ length: current - 1 }, (_, index) => index + 1).filter((version) => !byVersion.has(`${event} ${version}`)),
  };
}

/** Every step there is. None yet: all events are of version 1. */
export const upcasters: Upcasters = createUpcasters([]);
