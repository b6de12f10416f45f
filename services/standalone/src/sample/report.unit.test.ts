import { byOutcome, outcomes } from './composition/survey.js';
import { renderReport, reportDifferences } from './report.js';
import type { PeriodReport } from './report.js';

const exact: PeriodReport = {
  total: 1_724,
  persons: 1_617,
  bySex: { male: 1_321, female: 403, unknown: 0 },
  byOrigin: { sameProvince: 1_288, otherProvince: 436, unknown: 0 },
  byAge: { adult: 1_194, elderly: 281, minor: 238, unknown: 11 },
  keyGroups: { limbDisability: 89, mentalIllness: 107, intellectualDisability: 39 },
  byExit: Object.fromEntries(outcomes.map((outcome) => [outcome, byOutcome[outcome].total])) as PeriodReport['byExit'],
};

describe('the report beside the survey', () => {
  test('says that every figure is met, and which 259 are the sample\'s own', () => {
    const text = renderReport(exact);
    expect(reportDifferences(exact)).toEqual([]);
    expect(text).toContain('Every figure of the survey is met.');
    expect(text).toMatch(/three exits, 1,465 of 1,724\. How the other 259 \(15\.0 %\)/u);
    expect(text).toMatch(/add up to 1,713, 11 short/u);
    for (const own of ['自行离站 90', '擅自离站 61', '终止救助 14', '安置 11', '死亡 7', '其他 16', '滞站 60']) expect(text).toContain(own);
    expect(text.split('\n').filter((line) => line.includes("the sample's own")).length).toBeGreaterThan(7);
  });

  test('shows a figure that is not met', () => {
    const text = renderReport({ ...exact, total: 1_723 });
    expect(text).toContain('DIFFERS, should be 1724');
    expect(text).not.toContain('Every figure');
  });
});
