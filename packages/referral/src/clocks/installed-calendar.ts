import { digestOfDays } from '@guitu/contracts';
import type { SwapDays } from '@guitu/contracts';
import { statutoryCalendar } from './statutory-calendar.js';
import type { WorkingCalendar } from './working-calendar.js';

/**
 * The law's calendar with the days that the operator took from the yearly notices. Its version names both, the latter by a digest of
 * the days: whoever corrects one cannot forget to give it a new number.
 */
export function installedCalendar(notices: Readonly<Record<string, SwapDays>> = {}): WorkingCalendar {
  const noticed = Object.entries(notices);
  if (noticed.length === 0) return statutoryCalendar;
  return {
    version: `${statutoryCalendar.version}+${digestOfDays(notices)}`,
    years: { ...statutoryCalendar.years, ...Object.fromEntries(noticed.map(([year, swapDays]) => [year, { ...(statutoryCalendar.years[year] ?? { holidays: [], source: swapDays.source }), swapDays }])) },
  };
}
