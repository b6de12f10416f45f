import { condition, exitRow, henanAgeBand, origin, rescueType, specialGroup } from '@guitu/contracts';
import type { Register } from '@guitu/referral';
import { Problem, queryRoute } from '@guitu/service-kit';
import type { Caller, Route } from '@guitu/service-kit';
import { z } from 'zod';
import { brokenGlass } from '../report/broken-glass.js';
import { reportCsv } from '../report/csv.js';
import { bases, periodReport } from '../report/period-report.js';
import type { Sources } from '../sources.js';
import { dateParameter, organisationId, placeSchema, titled } from './parameters.js';

const contentType = 'text/csv; charset=utf-8';

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
  unopened: titled('无法开启的统计', 'Admissions whose statistics cannot be opened any more, counted as unknown', z.int()),
  brokenGlass: titled(
    '紧急查阅',
    'Emergency accesses in the period to records that take an approval, in the cases of those whose figures these are, and of everybody whom an office supervises',
    z.array(
      z.object({
        accessId: z.string(), caseId: z.string(), caseNumber: z.string(), organisation: z.string(), user: z.string().optional(), at: z.string(), ground: z.string(), responsible: z.string().optional(),
        outcome: titled('复核结论', 'What the review found; absent while there was none', z.string().optional()),
      }),
    ),
  ),
  monthlyReturn: titled(
    '月报',
    'The rows of the monthly return, by the codes of the Henan form; the form counts those served',
    z.object({
      sex: counts('male', 'female', 'unknown'),
      age: titled('年龄段', 'Age bands of the form, in which 18 stands in 7-18', counts(...henanAgeBand.values)),
      minorMales: titled('未成年男性', 'Boys under 18', z.int()),
      condition: titled('健康状况', 'Condition category, each person once', counts(...condition.values, 'unknown')),
      origin: counts(...origin.values),
      exit: titled('离站方式', 'Exit rows; 5.3 has those whom kin or work unit collected, 5.9 is the stock', counts(...exitRow.values)),
      acrossProvinces: titled('其中：跨省', 'Of the escorted and collected, those from other provinces', counts('5.6', '5.7')),
      rescueType: titled('救助类型', 'Rescue type, each person once', counts(...rescueType.values, 'unknown')),
      special: titled('特殊人员（可重叠）', 'Special groups; they overlap', counts(...specialGroup.values)),
    }),
  ),
});

/** Whose figures the caller may ask for: audit all, civil affairs the stations below it, a station its own. Undefined: all. */
function stationsFor({ role, organisation }: Caller, asked: string | undefined, register: Register): readonly string[] | undefined {
  if (role === 'audit') return asked === undefined ? undefined : [asked];
  const own = role === 'station' ? [organisation] : register.all.filter((one) => one.role === 'station' && register.supervises(organisation, one.id)).map((one) => one.id);
  if (asked === undefined) return own;
  if (!own.includes(asked)) throw Problem.of('role-not-allowed');
  return [asked];
}

/** In whose cases emergency accesses are listed. An office supervises not stations alone: a case may still be with the police. */
function listedFor({ role, organisation }: Caller, asked: string | undefined, register: Register): (responsible: string) => boolean {
  if (asked !== undefined) return (responsible) => responsible === asked;
  if (role === 'audit') return () => true;
  return role === 'station' ? (responsible) => responsible === organisation : (responsible) => register.supervises(organisation, responsible);
}

type Question = z.output<typeof query>;

/** The report that a caller may have, whichever way it is written down. */
async function answerTo(sources: Sources, caller: Caller, { from, to, basis, station }: Question) {
  if (from > to) throw Problem.invalid([{ in: 'query', pointer: '/to', rule: 'range', fix: { zh: '截止日不得早于起始日。', en: 'Must not lie before `from`.' } }]);
  // A mistyped station must not read as a place where nobody was helped.
  if (station !== undefined && sources.register.roleOf(station) !== 'station') {
    throw Problem.invalid([{ in: 'query', pointer: '/station', rule: 'unknown-station', fix: { zh: '机构目录中没有该救助站。', en: 'There is no such station in the register.' } }]);
  }
  const stations = stationsFor(caller, station, sources.register);
  const report = await periodReport(sources, { from, to, basis, stations });
  return { ...(station === undefined ? {} : { station }), ...report, brokenGlass: await brokenGlass(sources, { from, to, ofWhom: listedFor(caller, station, sources.register), named: station !== undefined && station !== caller.organisation }) };
}

const shared = { tag: 'reports', roles: ['audit', 'civil-affairs', 'station'], request: { query } } as const;

export function reportRoutes(sources: Sources): readonly Route[] {
  return [
    queryRoute({
      ...shared,
      path: '/reports/period',
      operationId: 'report-period',
      summary: { zh: '期间报表', en: 'Period report' },
      responses: { 200: { description: { zh: '报表', en: 'The report' }, schema: answer } },
      handler: async ({ caller, query: question }) => ({ body: await answerTo(sources, caller, question) }),
    }),
    queryRoute({
      ...shared,
      path: '/reports/period.csv',
      operationId: 'report-period-csv',
      summary: { zh: '期间报表（表格）', en: 'Period report as CSV' },
      description: { zh: '数字与 JSON 报表相同，每行一项；代码前加组名（如 exit.5.10），可用 Excel 打开。', en: 'The figures of the JSON report, one a row, as RFC 4180 in UTF-8 with a byte order mark. A code stands behind the name of its group (`exit.5.10`), so that a spreadsheet leaves it as it is.' },
      responses: { 200: { description: { zh: '报表', en: 'The report' }, contentType } },
      handler: async ({ caller, query: question }) => ({
        body: reportCsv(await answerTo(sources, caller, question)),
        contentType,
        headers: { 'Content-Disposition': `attachment; filename="guitu-report-${question.from}-${question.to}.csv"` },
      }),
    }),
  ];
}
