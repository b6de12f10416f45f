import type { Register } from '@guitu/referral';
import { Problem, queryRoute } from '@guitu/service-kit';
import type { Caller, Route } from '@guitu/service-kit';
import { z } from 'zod';
import { bases, periodReport } from '../report/period-report.js';
import type { Sources } from '../sources.js';
import { dateParameter, organisationId, placeSchema, titled } from './parameters.js';

const query = z.strictObject({
  from: titled('起始日（含）', 'First day, +08:00, inclusive', dateParameter()),
  to: titled('截止日（含）', 'Last day, +08:00, inclusive', dateParameter()),
  basis: titled('口径', 'Who is counted: those admitted in the period, or those served (opening stock plus admitted)', z.enum(bases).default('admitted-in-period')),
  station: titled('救助站', 'Admissions of this station alone', organisationId().optional()),
});

const counts = <K extends string>(...names: readonly K[]) => z.object(Object.fromEntries(names.map((name) => [name, z.int()])) as Record<K, z.ZodInt>);

const answer = z.object({
  from: z.string(),
  to: z.string(),
  basis: z.enum(bases),
  station: z.string().optional(),
  asOf: titled('数据截至', 'How far the log was counted; null for an empty log', placeSchema.nullable()),
  total: titled('人次', 'Person-times', z.int()),
  persons: titled('人数', 'Distinct persons, by the links known at the end of the period', z.int()),
  bySex: counts('male', 'female', 'unknown'),
  byOrigin: counts('sameProvince', 'otherProvince', 'unknown'),
  byAge: counts('adult', 'elderly', 'minor', 'unknown'),
  keyGroups: titled('重点群体（可重叠）', 'Key groups; they overlap', counts('limbDisability', 'mentalIllness', 'intellectualDisability')),
  byExit: counts('ticket', 'escorted', 'collected', 'selfLeave', 'left', 'terminated', 'settled', 'died', 'other', 'stock'),
  exitRows: titled('离站方式（河南月报）', 'Exit rows 5.x of the Henan form; 5.9 is the stock', z.record(z.string(), z.int())),
  unopened: titled('无法开启的统计', 'Admissions whose statistics cannot be opened any more, counted as unknown', z.int()),
});

/** Whose figures the caller may ask for: audit all, civil affairs the stations below it, a station its own. Undefined: all. */
function stationsFor({ role, organisation }: Caller, asked: string | undefined, register: Register): readonly string[] | undefined {
  if (role === 'audit') return asked === undefined ? undefined : [asked];
  const own = role === 'station' ? [organisation] : register.all.filter((one) => one.role === 'station' && register.supervises(organisation, one.id)).map((one) => one.id);
  if (asked === undefined) return own;
  if (!own.includes(asked)) throw Problem.of('role-not-allowed');
  return [asked];
}

export function reportRoute(sources: Sources): Route {
  return queryRoute({
    path: '/reports/period',
    operationId: 'report-period',
    tag: 'reports',
    summary: { zh: '期间报表', en: 'Period report' },
    roles: ['audit', 'civil-affairs', 'station'],
    request: { query },
    responses: { 200: { description: { zh: '报表', en: 'The report' }, schema: answer } },
    handler: async ({ caller, query: { from, to, basis, station } }) => {
      if (from > to) throw Problem.invalid([{ in: 'query', pointer: '/to', rule: 'range', fix: { zh: '截止日不得早于起始日。', en: 'Must not lie before `from`.' } }]);
      // A mistyped station must not read as a place where nobody was helped.
      if (station !== undefined && sources.register.roleOf(station) !== 'station') {
        throw Problem.invalid([{ in: 'query', pointer: '/station', rule: 'unknown-station', fix: { zh: '机构目录中没有该救助站。', en: 'There is no such station in the register.' } }]);
      }
      const stations = stationsFor(caller, station, sources.register);
      return { body: { ...(station === undefined ? {} : { station }), ...(await periodReport(sources, { from, to, basis, stations })) } };
    },
  });
}
