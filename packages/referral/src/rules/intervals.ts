import type { Recorded } from '@guitu/contracts';
import type { CaseState, Custodian } from '../state.js';
import { openHandover } from './standing.js';

/** The open intervals that an event ends must have begun before it. */
export const custodySince = (state: CaseState): { since: string; eventId: string } | undefined => state.custody;
export const responsibleSince = (state: CaseState): { since: string; eventId: string } | undefined => state.responsible;

function sameCustodian(a: Custodian, b: Custodian): boolean {
  if (a.kind === 'organisation' && b.kind === 'organisation') return a.organisation === b.organisation;
  return a.kind !== 'organisation' && a.kind === b.kind && a.kind !== 'external';
}

/** An offer cannot outlive its giver's custody, and who is with somebody again has not left, while who was only met on his way has: both end with the custody that they rest on. */
function endWhatRestedOn(state: CaseState, event: Recorded, before: Custodian, after: Custodian): void {
  const pending = openHandover(state);
  if (pending !== undefined) {
    state.handovers[pending.id] = { ...pending, status: 'withdrawn', code: 'custody-ended', since: event.occurredAt, eventId: event.id };
    delete state.openHandover;
  }
  if (after.kind !== 'self' && after.kind !== 'unlocated') delete state.leftAt;
  if (before.kind === 'unlocated') delete state.missingReportedAt;
}

/** Custody moves here and nowhere else: ends the running interval and begins the next at the event's `occurredat`. */
export function moveCustody(state: CaseState, event: Recorded, custodian: Custodian, inTransit?: string): void {
  const at = event.occurredAt;
  const last = state.custodyHistory.at(-1);
  if (last !== undefined && state.custody !== undefined && sameCustodian(state.custody.custodian, custodian)) {
    state.custody = { custodian, since: state.custody.since, eventId: state.custody.eventId, ...(inTransit === undefined ? {} : { inTransit }) };
    return;
  }
  if (state.custody !== undefined) endWhatRestedOn(state, event, state.custody.custodian, custodian);
  if (last !== undefined && last.to === undefined) state.custodyHistory[state.custodyHistory.length - 1] = { ...last, to: at };
  state.custodyHistory.push({ custodian, from: at, eventId: event.id });
  state.custody = { custodian, since: at, eventId: event.id, ...(inTransit === undefined ? {} : { inTransit }) };
  if (custodian.kind === 'organisation' && custodian.role === 'hospital') state.hospitalStay = { organisation: custodian.organisation };
}

export function moveResponsibility(state: CaseState, event: Recorded, organisation: string, as: 'first-contact' | 'rescue'): void {
  const at = event.occurredAt;
  const { responsible } = state;
  if (responsible?.organisation === organisation && responsible.as === as) return;
  const last = state.responsibilityHistory.at(-1);
  if (last !== undefined && last.to === undefined) state.responsibilityHistory[state.responsibilityHistory.length - 1] = { ...last, to: at };
  state.responsibilityHistory.push({ organisation, as, from: at, eventId: event.id });
  state.responsible = { organisation, as, since: at, eventId: event.id };
}

export function endIntervals(state: CaseState, at: string): void {
  const custody = state.custodyHistory.at(-1);
  if (custody !== undefined && custody.to === undefined) state.custodyHistory[state.custodyHistory.length - 1] = { ...custody, to: at };
  const responsible = state.responsibilityHistory.at(-1);
  if (responsible !== undefined && responsible.to === undefined) state.responsibilityHistory[state.responsibilityHistory.length - 1] = { ...responsible, to: at };
  delete state.custody;
  delete state.responsible;
}
