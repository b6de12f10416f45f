import { digestOfDays } from '@guitu/contracts';
import type { HolidayNotice } from '@guitu/contracts';
import { statutoryCalendar } from './statutory-calendar.js';
import type { WorkingCalendar } from './working-calendar.js';

/**
 * The law's calendar with the days that the operator took from the yearly notices. Its version names both, the latter by a digest of
 * the days: whoever corrects one cannot forget to give it a new number.
 */
export function installedCalendar(notices: Readonly<Record<string, HolidayNotice>> = {}): WorkingCalendar {
  const all = Object.values(notices);
  if (all.length === 0) return statutoryCalendar;
  return {
    version: `${statutoryCalendar.version}+${digestOfDays(notices)}`,
    years: statutoryCalendar.years,
    daysOff: new Set(all.flatMap(({ daysOff }) => daysOff)),
    workedWeekendDays: new Set(all.flatMap(({ workedWeekendDays }) => workedWeekendDays)),
    noticed: new Set(Object.keys(notices)),
  };
}
