import { addLocalDays, endOfLocalDate, localDateOf } from '@guitu/contracts';
import type { Instant, LocalDate } from '@guitu/contracts';
import type { DutyRule } from './duty-rule.js';

/** Time in the station's custody; `to` is exclusive and absent while it goes on. In order of time, without overlap; UTC with milliseconds, as the log has it. */
export interface CustodySpan {
  readonly from: Instant;
  readonly to?: Instant;
}

export interface StayClock {
  /** Days of the limit that are used up at the instant asked for. */
  readonly daysUsed: number;
  readonly daysLeft: number;
  /** Exclusive end if the person stays on; none while the station does not have them: the clock stands still. */
  readonly dueAt: Instant | undefined;
}

/**
 * The stay limit (T03) in days of the station's custody; days in hospital or with a care partner do not count (domain
 * notes 4.2: no rule for pausing was found, so we count days in station and report total days apart).
 * A day counts if the station had the person for any part of it; the very first day does not, as with any limit.
 * `custody`: the station's spans of this case, up to `at`.
 */
export function stayClock(rule: DutyRule, custody: readonly CustodySpan[], at: Instant): StayClock {
  const today = localDateOf(at);
  const first = custody[0] === undefined ? undefined : localDateOf(custody[0].from);
  const days = new Set<LocalDate>();
  for (const { from, to } of custody) {
    const last = to === undefined || to > at ? today : localDateOf(to);
    for (let day = localDateOf(from); day <= last; day = addLocalDays(day, 1)) if (day !== first) days.add(day);
  }
  const daysUsed = days.size;
  const daysLeft = Math.max(0, rule.limit - daysUsed);
  const latest = custody.at(-1);
  const inStation = latest !== undefined && (latest.to === undefined || latest.to > at);
  if (!inStation) return { daysUsed, daysLeft, dueAt: undefined };
  const last = daysUsed <= rule.limit ? addLocalDays(today, daysLeft) : [...days].toSorted()[rule.limit - 1];
  return { daysUsed, daysLeft, dueAt: last === undefined ? undefined : endOfLocalDate(last) };
}
