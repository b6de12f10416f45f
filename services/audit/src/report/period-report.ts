import { endOfLocalDate, startOfLocalDate } from '@guitu/contracts';
import type { ExitMode, Statistics } from '@guitu/contracts';
import { prepared } from '@guitu/event-bus';
import { components } from '@guitu/referral';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { CaseRow } from '../cases/case-rows.js';
import type { LinkRow } from '../cases/links.js';
import { lastPlaceUpTo } from '../log/log-index.js';
import { notReady, reached, waitUntilReached } from '../sources.js';
import type { Sources } from '../sources.js';
import type { CountedCase } from './counted-case.js';
import { countCases } from './count.js';
import type { StatisticsRow } from './report-projection.js';

/**
 * - admitted-in-period: who was admitted from `from` to `to` (the survey)
 * - served: the same and who was there when it began (the Henan form: opening stock plus admitted)
 */
export const bases = ['admitted-in-period', 'served'] as const;

export interface Period {
  /** Local dates (+08:00), both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly basis: (typeof bases)[number];
  /** Admissions of these stations alone; of all when absent. */
  readonly stations?: readonly string[] | undefined;
}

type Admission = Pick<CaseRow, 'case_id' | 'person_id' | 'exit_code' | 'exit_collector' | 'exit_at'>;

const admissions = `select case_id, person_id, exit_code, exit_collector, exit_at from cases
  where admitted_at is not null and admitted_at < @end and (admitted_at >= @start or (@served = 1 and (exit_at is null or exit_at >= @start)))
  and (@stations is null or station in (select value from json_each(@stations)))`;

function counted(db: SqliteDatabase, { basis, stations }: Period, start: string, end: string) {
  const bounds = { start, end, served: basis === 'served' ? 1 : 0, stations: stations === undefined ? null : JSON.stringify(stations) };
  return {
    rows: prepared<[typeof bounds], Admission>(db, admissions).all(bounds),
    links: prepared<[string, string], Pick<LinkRow, 'a' | 'b'>>(db, 'select a, b from links where linked_at < ? and (unlinked_at is null or unlinked_at >= ?)').all(end, end),
  };
}

const known = (row: StatisticsRow | undefined): Partial<Statistics> | undefined =>
  row === undefined
    ? undefined
    : {
        ...(row.sex === null ? {} : { sex: row.sex }),
        ...(row.age_band === null ? {} : { ageBand: row.age_band }),
        ...(row.origin === null ? {} : { origin: row.origin }),
        limbDisability: row.limb === 1,
        mentalIllness: row.mental === 1,
        intellectualDisability: row.intellectual === 1,
        ...(row.return_age_band === null ? {} : { returnAgeBand: row.return_age_band }),
        ...(row.condition_category === null ? {} : { conditionCategory: row.condition_category }),
        ...(row.rescue_type === null ? {} : { rescueType: row.rescue_type }),
        ...(row.special_groups === null ? {} : { specialGroups: JSON.parse(row.special_groups) as NonNullable<Statistics['specialGroups']> }),
      };

const WAIT_MS = 5_000;

/**
 * Counts one period by what happened in it (`occurredat`), exits and links as they were at the end of `to`. Two files are read: the cases first, then
 * their statistics, once those are as far as the cases were. What is known today counts, voids and corrections included; `asOf` says how far that is.
 */
export async function periodReport(sources: Sources, period: Period) {
  const start = startOfLocalDate(period.from);
  const end = endOfLocalDate(period.to);
  const head = await sources.store.head();
  const before = head === undefined ? undefined : await waitUntilReached(sources, ['audit-log', 'audit', 'report'], head, WAIT_MS);
  if (head !== undefined && before === undefined) throw notReady();
  const asOf = before === undefined ? undefined : sources.read('audit-log', (db) => lastPlaceUpTo(db, before));

  const { rows, links } = sources.read('audit', (db) => counted(db, period, start, end));
  const needed = await reached(sources, ['audit']);
  if (needed !== undefined && ((await waitUntilReached(sources, ['report'], needed, WAIT_MS)) ?? '') < needed) throw notReady();

  const cases = sources.read('report', (db) => {
    const statisticsOf = prepared<[string], StatisticsRow>(db, 'select * from statistics where case_id = ?');
    return rows.map(({ case_id, person_id, exit_code, exit_collector, exit_at }): CountedCase => {
      const statistics = known(statisticsOf.get(case_id));
      return {
        personId: person_id,
        ...(exit_code === null || exit_at === null || exit_at >= end ? {} : { exit: { code: exit_code as ExitMode, ...(exit_collector === null ? {} : { collector: exit_collector }) } }),
        ...(statistics === undefined ? {} : { statistics }),
      };
    });
  });
  const component = components(cases.map(({ personId }) => personId), links);
  return { from: period.from, to: period.to, basis: period.basis, asOf: asOf ?? null, ...countCases(cases, (personId) => component.get(personId) ?? personId) };
}

export type PeriodReport = Awaited<ReturnType<typeof periodReport>>;
