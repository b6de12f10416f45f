import { countCases } from './count.js';
import { reportCsv } from './csv.js';

const report = { from: '2016-08-01', to: '2016-08-31', basis: 'served' as const, asOf: { index: 8, position: '9', recordedAt: '2016-09-01T00:00:00.000Z' }, ...countCases([{ personId: 'p' }], (id) => id) };
const rows = (csv: string): readonly (readonly string[])[] => csv.slice(1).split('\r\n').slice(1, -1).map((line) => line.split(','));

/** Every figure of a JSON answer, by its path. */
function leaves(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => (typeof member === 'object' && member !== null ? leaves(member, `${path}${name}.`) : [[`${path}${name}`, String(member)]]));
}

describe('a report as a table', () => {
  test('begins with a byte order mark, ends every line as RFC 4180 says, and has five cells in each', () => {
    const csv = reportCsv(report);
    expect(csv.startsWith('\ufeff组别,项目,group,item,value\r\n')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
    for (const row of rows(csv)) expect(row).toHaveLength(5);
  });

  test('has every figure of the answer once, each titled in Chinese', () => {
    const table = rows(reportCsv(report));
    for (const [group, item] of table) expect([group, item]).toEqual([expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/\p{Script=Han}/u)]);
    const figures = table.map(([, , group = '', item = '', value]) => [group === 'report' ? item : `${group}.${item.replace(`${group.split('.').at(-1)}.`, '')}`, value]);
    expect(figures).toEqual(leaves(report));
    expect(figures.length).toBeGreaterThan(70);
  });

  test('has no item that a spreadsheet takes for a number or a date: 5.10 would stand as 5.1, and 7-18 as the 18th of July', () => {
    const items = rows(reportCsv(report)).map(([, , group, item]) => `${group}: ${item}`);
    expect(items).toEqual(expect.arrayContaining(['monthlyReturn.age: age.7-18', 'monthlyReturn.exit: exit.5.1', 'monthlyReturn.exit: exit.5.10', 'monthlyReturn.acrossProvinces: acrossProvinces.5.6']));
    expect(items.filter((item) => /: \d/u.test(item))).toEqual([]);
  });

  test('says nothing of a log that is empty', () => {
    expect(reportCsv({ ...report, asOf: null })).not.toContain('asOf');
  });

  test.each(['=1+1', '+1', '-1', '@sum', '\tx'])('shows %j as text, which a spreadsheet would compute', (station) => {
    expect(reportCsv({ ...report, station })).toContain(`,station,'${station}`);
  });

  test('quotes what would end a cell', () => {
    expect(reportCsv({ ...report, station: 'a,"b"\r\nc' })).toContain(',station,"a,""b""\r\nc"\r\n');
  });
});
