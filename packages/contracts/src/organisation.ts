import { hash } from 'node:crypto';
import { z } from 'zod';
import { weekdayOf } from './codes/index.js';
import { record } from './field.js';
import { roles } from './roles.js';
import type { Role } from './roles.js';
import { count, day, division, line, organisation, reference } from './values.js';

/** A care contract between a station and a partner; access ends `accessDays` after the last custody interval under it. */
export const contract = z.strictObject({
  id: record('合同编号', 'Contract', reference()).schema,
  station: record('救助站', 'Station', organisation()).schema,
  partner: record('托养机构', 'Care partner', organisation()).schema,
  from: record('起始日', 'First day', day()).schema,
  to: record('截止日', 'Last day', day()).schema,
  accessDays: record('查阅宽限天数', 'Days of access after the last custody interval', count(366)).schema,
});
export type Contract = z.output<typeof contract>;

export const organisationEntry = z.strictObject({
  id: record('机构编号', 'Organisation', organisation()).schema,
  role: record('机构类别', 'Kind', z.enum(Object.keys(roles) as [Role, ...Role[]])).schema,
  name: record('名称', 'Name', line()).schema,
  division: record('区划代码', 'Division (GB/T 2260)', division()).schema,
});
export type Organisation = z.output<typeof organisationEntry>;

/** What the State Council's notice says of a year (国务院办公厅关于部分节假日安排的通知, every autumn); it cannot be computed. */
const notice = z.strictObject({
  source: record('文号', 'Notice', line()).schema,
  daysOff: record('放假、调休日', 'Days off', z.array(day()).max(366)).schema,
  workedWeekendDays: record('周末上班日', 'Days of a weekend that are worked', z.array(day()).max(104)).schema,
});
export type HolidayNotice = z.output<typeof notice>;

/** By the year of the notice, which may move days of the December before. */
const calendar = z.record(z.string().regex(/^(19|2\d)\d\d$/u, 'is not a year'), notice).check(({ value, issues }) => {
  for (const [year, { daysOff, workedWeekendDays }] of Object.entries(value)) {
    const isOfIt = (date: string): boolean => date.startsWith(`${year}-`) || date.startsWith(`${Number(year) - 1}-12-`);
    for (const [list, dates] of Object.entries({ daysOff, workedWeekendDays }))
      for (const date of dates) if (!isOfIt(date)) issues.push({ code: 'custom', input: date, path: [year, list], message: `${date} is no day of that year or of the December before` });
    for (const date of workedWeekendDays) {
      if (![0, 6].includes(weekdayOf(date))) issues.push({ code: 'custom', input: date, path: [year, 'workedWeekendDays'], message: `${date} is no day of a weekend` });
      if (daysOff.includes(date)) issues.push({ code: 'custom', input: date, path: [year, 'workedWeekendDays'], message: `${date} is a day off, too` });
    }
  }
});

/** Eight hexadecimal digits that are others where the days are; in which order they were written down, and the words of the source, are no matter. */
export function digestOfDays(notices: Readonly<Record<string, HolidayNotice>>): string {
  const days = Object.keys(notices).sort().map((year) => [year, [...new Set(notices[year]?.daysOff)].sort(), [...new Set(notices[year]?.workedWeekendDays)].sort()]);
  return hash('sha256', JSON.stringify(days), 'hex').slice(0, 8);
}

/** The organisation register: who is who, who may place with whom, and which days are worked. Data of the installation, not events. */
export const registerSchema = z.strictObject({ organisations: z.array(organisationEntry), contracts: z.array(contract).default([]), calendar: calendar.optional() });
export type RegisterData = z.output<typeof registerSchema>;
