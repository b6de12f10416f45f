import { byOutcome, outcomes, printedAges, printedExits, totals, unexplained, breakdown } from './composition/survey.js';
import type { Outcome } from './composition/survey.js';

/** What the audit service answers to `GET /reports/period`, as far as it is shown here. */
export interface PeriodReport {
  readonly total: number;
  readonly persons: number;
  readonly bySex: Readonly<Record<'male' | 'female' | 'unknown', number>>;
  readonly byOrigin: Readonly<Record<'sameProvince' | 'otherProvince' | 'unknown', number>>;
  readonly byAge: Readonly<Record<'adult' | 'elderly' | 'minor' | 'unknown', number>>;
  readonly keyGroups: Readonly<Record<'limbDisability' | 'mentalIllness' | 'intellectualDisability', number>>;
  readonly byExit: Readonly<Record<Outcome, number>>;
}

/** The question that the sample's report answers. */
export const sampleReportQuery = { from: '2013-01-01', to: '2013-10-31', basis: 'admitted-in-period', station: 'station-baoji' } as const;

interface Line {
  readonly label: string;
  readonly hub: number;
  /** What the survey prints; absent where it is silent. */
  readonly survey?: number;
  /** What the sample was made to be. */
  readonly sample: number;
}

const exitLabels: Readonly<Record<Outcome, string>> = {
  ticket: 'ticket 资助返乡', escorted: 'escorted 护送返乡', collected: 'collected 接领返乡', selfLeave: 'left on their own 自行离站', left: 'left without formalities 擅自离站',
  terminated: 'terminated 终止救助', settled: 'settled 安置', died: 'died 死亡', other: 'other 其他', stock: 'still in care 滞站',
};

function linesOf({ total, persons, bySex, byOrigin, byAge, keyGroups, byExit }: PeriodReport): readonly (readonly [heading: string, readonly Line[]])[] {
  const said = (label: string, hub: number, survey: number): Line => ({ label, hub, survey, sample: survey });
  const silent = (label: string, hub: number, sample: number): Line => ({ label, hub, sample });
  return [
    ['Person-times 人次', [said('total 合计', total, totals.total), silent('persons 人', persons, breakdown.persons.known)]],
    ['Origin 来源', [said('this province 省内', byOrigin.sameProvince, totals.sameProvince), said('other provinces 省外', byOrigin.otherProvince, totals.otherProvince), silent('unknown 不明', byOrigin.unknown, 0)]],
    ['Sex 性别', [said('male 男', bySex.male, totals.male), said('female 女', bySex.female, totals.female), silent('unknown 不明', bySex.unknown, 0)]],
    ['Age 年龄', [said('adult 青壮年', byAge.adult, printedAges.adult), said('elderly 老年人', byAge.elderly, printedAges.elderly), said('minor 未成年人', byAge.minor, printedAges.minor), silent('unknown 不明', byAge.unknown, totals.ages.unknown)]],
    ['Key groups 重点对象', [said('limb disability 肢体残疾', keyGroups.limbDisability, totals.groups.limb), said('mental illness 精神障碍', keyGroups.mentalIllness, totals.groups.mental), said('intellectual disability 智力障碍', keyGroups.intellectualDisability, totals.groups.intellectual)]],
    ['Exit 离站方式', outcomes.map((outcome) => (outcome in printedExits ? said(exitLabels[outcome], byExit[outcome], byOutcome[outcome].total) : silent(exitLabels[outcome], byExit[outcome], byOutcome[outcome].total)))],
  ];
}

/** Columns on a terminal: a Chinese character takes two. */
const width = (text: string): number => [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);
const padded = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - width(text)));
const number = (count: number | undefined): string => (count === undefined ? '-' : count.toLocaleString('en-US')).padStart(8);

const row = ({ label, hub, survey, sample }: Line): string =>
  `  ${padded(label, 36)}${number(hub)}${number(survey)}  ${hub === sample ? (survey === undefined ? "the sample's own" : '=') : `DIFFERS, should be ${sample}`}`;

/** Numbers of the report that are not what the sample was made to be; empty where all is well. */
export function reportDifferences(report: PeriodReport): readonly string[] {
  return linesOf(report).flatMap(([heading, lines]) => lines.filter(({ hub, sample }) => hub !== sample).map(({ label, hub, sample }) => `${heading}, ${label}: ${hub} instead of ${sample}`));
}

/** The period report beside the survey's own figures, and what the survey leaves out. */
export function renderReport(report: PeriodReport): string {
  const wrong = reportDifferences(report).length;
  const own = outcomes.filter((outcome) => !(outcome in printedExits));
  const printed = Object.values(printedExits).reduce((sum, count) => sum + count, 0);
  const ages = Object.values(printedAges).reduce((sum, count) => sum + count, 0);
  const grouped = (count: number): string => count.toLocaleString('en-US');
  return [
    `Period report 统计报表 ${sampleReportQuery.from} to ${sampleReportQuery.to}, ${sampleReportQuery.station}`,
    '',
    `  ${padded('', 36)}${'hub'.padStart(8)}${'survey'.padStart(8)}`,
    ...linesOf(report).flatMap(([heading, lines]) => [heading, ...lines.map(row)]),
    '',
    `The survey prints three exits, ${grouped(printed)} of ${grouped(totals.total)}. How the other ${unexplained} (15.0 %) left it does not say; here they are the sample's own:`,
    `  ${own.map((outcome) => `${exitLabels[outcome]} ${byOutcome[outcome].total}`).join(', ')}.`,
    `Its ages add up to ${grouped(ages)}, ${totals.total - ages} short of its total; here those ${totals.total - ages} are people whose estimated age straddles 18 or 60.`,
    wrong === 0 ? 'Every figure of the survey is met.' : `${wrong} figures are not what they should be.`,
    '',
  ].join('\n');
}
