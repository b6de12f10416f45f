import type { StoredEvent } from '@guitu/event-store';
import type { AnyProjection } from '../projection/definition.js';
import { describe } from '../projection/fault.js';
import type { ParkReason } from './parking.js';
import type { Gate } from './tables.js';

/** What one delivered event comes to. A duplicate comes to nothing. */
export type Step =
  | { readonly kind: 'apply'; readonly stored: StoredEvent; readonly event: unknown }
  /** `history` is filled in once the stream was read. */
  | { readonly kind: 'replace'; readonly stored: StoredEvent; readonly history: readonly unknown[] }
  /** `from` to `through` are the revisions that will be missing. */
  | { readonly kind: 'park'; readonly stored: StoredEvent; readonly from: number; readonly through: number; readonly reason: ParkReason; readonly detail: string }
  /** Its stream is parked: it waits behind. */
  | { readonly kind: 'queue'; readonly stored: StoredEvent };

/** A step that parks a stream at this very event. */
export function parkStep(stored: StoredEvent, reason: ParkReason, error: unknown): Step {
  return { kind: 'park', stored, from: stored.revision, through: stored.revision, reason, detail: describe(error) };
}

/**
 * The revision gate: per stream `revision <= last` is a duplicate, `last + 1` is next, anything larger shows that something is missing.
 * Pure; follows the gates through the chunk, and assumes that every planned step will succeed.
 */
export function planChunk(events: readonly StoredEvent[], gateOf: (stream: string) => Gate, definition: AnyProjection): Step[] {
  const gates = new Map<string, { last: number; parked: boolean }>();
  const steps: Step[] = [];
  for (const stored of events) {
    const { stream, revision } = stored;
    let gate = gates.get(stream);
    if (gate === undefined) {
      gate = { ...gateOf(stream) };
      gates.set(stream, gate);
    }
    if (revision <= gate.last) continue;
    if (gate.parked) {
      steps.push({ kind: 'queue', stored });
      continue;
    }
    const step: Step = revision > gate.last + 1
      ? { kind: 'park', stored, from: gate.last + 1, through: revision - 1, reason: 'gap', detail: `Expected revision ${gate.last + 1}, got ${revision}.` }
      : planEvent(stored, definition);
    if (step.kind === 'park') gate.parked = true;
    else gate.last = revision;
    steps.push(step);
  }
  return steps;
}

function planEvent(stored: StoredEvent, definition: AnyProjection): Step {
  try {
    const event = definition.decode(stored);
    return definition.replacesOn?.(event) === true ? { kind: 'replace', stored, history: [] } : { kind: 'apply', stored, event };
  } catch (error) {
    return parkStep(stored, 'undecodable', error);
  }
}
