import { byOutcome, outcomes } from './composition/survey.js';
import { createProgress } from './progress.js';
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

describe('progress', () => {
  const target = (isTTY: boolean) => {
    const written: string[] = [];
    return { isTTY, written, write: (text: string) => written.push(text) };
  };

  test('is a line for every tenth where nobody watches', () => {
    const log = target(false);
    const progress = createProgress('Playing', log, () => 0);
    for (let done = 1; done <= 1_000; done += 1) progress.update(done, 1_000);
    progress.end();
    expect(log.written).toHaveLength(10);
    expect(log.written.at(-1)).toMatch(/^Playing: 100 % {2}1,000\/1,000/u);
  });

  test('is a bar on a terminal, drawn at most ten times a second', () => {
    const screen = target(true);
    let now = 0;
    const progress = createProgress('Playing', screen, () => now);
    for (let done = 1; done <= 1_000; done += 1) {
      now += 1;
      progress.update(done, 1_000);
    }
    progress.end();
    expect(screen.written.length).toBeLessThan(15);
    expect(screen.written.at(-2)).toContain(`[${'#'.repeat(30)}]`);
    expect(screen.written.at(-1)).toBe('\n');
  });
});
