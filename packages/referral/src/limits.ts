import { dueAt, rulesInForce, statutoryCalendar } from './clocks/index.js';
import type { CaseState, Referral } from './state.js';

/** When a rule that began then falls due, by the rules in force then; undefined where none was. */
export function limitOf(ruleId: string, from: string): string | undefined {
  const rule = rulesInForce(from).find((known) => known.ruleId === ruleId);
  return rule === undefined ? undefined : dueAt(rule, from, statutoryCalendar).dueAt;
}

/** Until when the other side is waited for: what the asker named, or for a return our own choice of limits (T17, T18; the law gives no number). */
export function answerDue({ purpose, status, expectedAt, since, mode }: Referral): string | undefined {
  if (expectedAt !== undefined) return expectedAt;
  if (purpose !== 'return') return undefined;
  if (status === 'requested') return limitOf('T17-acknowledge', since);
  if (status === 'received') return limitOf('T17-decide', since);
  return status === 'accepted' && mode === 'will-collect' ? limitOf('T18', since) : undefined;
}

/** Duties of the admission that something has not yet ended: a notice ends T05, a request for DNA T06, an application T12; knowing who it is ends all. */
export function openDuties(state: CaseState): CaseState['duties'] {
  const { admitted } = state;
  if (admitted === undefined || state.identified) return [];
  const done: Readonly<Record<string, boolean>> = {
    T03: true, // The stay has a clock of its own.
    T05: Object.values(state.notices).some(({ at }) => at >= admitted.at),
    T06: Object.values(state.requests).some(({ kind }) => kind === 'dna'),
    T12: Object.keys(state.applications).length > 0,
  };
  return state.duties.filter(({ rule }) => done[rule] !== true);
}
