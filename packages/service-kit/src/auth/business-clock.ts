import { isLocalDate } from '@guitu/contracts';
import { Problem } from '../problems/index.js';
import type { Caller } from './caller.js';

const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/u;

/** Refuses `Guitu-Now` (403) to whoever may not turn the clock: anywhere but in sample mode, and without the scope. */
export function checkMayTurnClock(header: string | undefined, caller: Caller, sample: boolean): void {
  if (header !== undefined && !(sample && caller.scopes.has('sample-clock'))) throw Problem.of('sample-clock-refused');
}

/** The business clock of one request, in milliseconds. Records take instants up to 2999, so that a deadline later than any clock can still be written. */
export function requestClock(header: string | undefined, businessNow: number): number {
  if (header === undefined) return businessNow;
  // Date.parse rolls 30 February over into March.
  const time = pattern.test(header) && isLocalDate(header.slice(0, 10)) ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(time) || time < Date.UTC(1900) || time >= Date.UTC(2999)) {
    throw Problem.header('Guitu-Now', 'instant', { zh: '请填写带时区、1900 年至 2998 年的时间，如 2013-01-31T08:00:00+08:00。', en: 'Send an instant with its offset, from 1900 to 2998, such as 2013-01-31T08:00:00+08:00.' });
  }
  return time;
}
