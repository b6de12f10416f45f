import { ageBand, condition, exitRow, henanAgeBand, origin, rescueType, specialGroup } from '@guitu/contracts';
import type { CodeSet } from '@guitu/contracts';
import { stringify } from 'csv-stringify/sync';
import type { PeriodReport } from './period-report.js';

const coded = (set: CodeSet<string>): Record<string, string> => Object.fromEntries(set.values.map((code) => [code, /^\d/u.test(code) && code.includes('.') ? `${code} ${set.title(code).zh}` : set.title(code).zh]));
const sexes = { male: '男', female: '女', unknown: '不明' };
const unknown = { unknown: '不明' };

/** Chinese titles of each group of figures and its items; a return goes out in the form's own words, which screens do not show. */
const titles: Readonly<Record<string, { readonly zh: string; readonly items: Readonly<Record<string, string>> }>> = {
  report: { zh: '报表', items: { from: '起始日', to: '截止日', basis: '口径', station: '救助站', 'asOf.index': '截至日志序号', 'asOf.position': '截至日志位置', 'asOf.recordedAt': '截至登记时间', total: '人次', persons: '人数', unopened: '无法开启的统计', brokenGlass: '紧急查阅' } },
  bySex: { zh: '性别', items: sexes },
  byOrigin: { zh: '来源', items: { sameProvince: '省内', otherProvince: '省外', ...unknown } },
  byAge: { zh: '年龄', items: coded(ageBand) },
  keyGroups: { zh: '重点群体（可重叠）', items: { limbDisability: '肢体残疾', mentalIllness: '精神障碍', intellectualDisability: '智力障碍' } },
  byExit: {
    zh: '离站方式',
    items: { ticket: '资助返乡', escorted: '护送返乡', collected: '接领返乡', selfLeave: '自行离站', left: '擅自离站', terminated: '终止救助', settled: '安置', died: '死亡', other: '其他', stock: '滞站' },
  },
  'monthlyReturn.sex': { zh: '月报 1 按性别分', items: sexes },
  'monthlyReturn.age': { zh: '月报 2 按年龄分', items: coded(henanAgeBand) },
  monthlyReturn: { zh: '月报 2 按年龄分', items: { minorMales: '其中：未成年男性' } },
  'monthlyReturn.condition': { zh: '月报 3 按健康状况分', items: { ...Object.fromEntries(Object.entries(condition.entries).map(([code, { form }]) => [code, `${code} ${form}`])), ...unknown } },
  'monthlyReturn.origin': { zh: '月报 4 按区域划分', items: coded(origin) },
  'monthlyReturn.exit': { zh: '月报 5 按离站方式分', items: coded(exitRow) },
  'monthlyReturn.acrossProvinces': { zh: '月报 5 按离站方式分，其中：跨省', items: coded(exitRow) },
  'monthlyReturn.rescueType': { zh: '月报 6 按救助类型分', items: { ...coded(rescueType), ...unknown } },
  'monthlyReturn.special': { zh: '月报 7 特殊人员（可重叠）', items: coded(specialGroup) },
};

/** A code stands behind the name of its group: a spreadsheet takes a bare 7-18 for a date and 5.10 for 5.1. */
const asText = (group: string, item: string): string => (/^\d/u.test(item) ? `${group.slice(group.lastIndexOf('.') + 1)}.${item}` : item);

type Row = readonly [groupZh: string, itemZh: string, group: string, item: string, value: string | number];

function rowsOf(group: string, members: object): readonly Row[] {
  return Object.entries(members).flatMap(([item, value]: [string, unknown]): readonly Row[] => {
    if (value === null || value === undefined) return [];
    // A list is a figure here: how many there are.
    const figure = Array.isArray(value) ? value.length : value;
    if (typeof figure !== 'object') return [[titles[group]?.zh ?? '', titles[group]?.items[item] ?? '', group, asText(group, item), figure as string | number]];
    if (item === 'asOf') return rowsOf(group, Object.fromEntries(Object.entries(value).map(([name, part]) => [`asOf.${name}`, part as unknown])));
    return rowsOf(group === 'report' ? item : `${group}.${item}`, value);
  });
}

/**
 * A period report as a table, one figure a row, under the names that the JSON has and in Chinese. RFC 4180; begins with a byte order mark, without which
 * Excel takes UTF-8 for the machine's own code page; text that a spreadsheet would compute stands behind an apostrophe.
 */
export function reportCsv(report: PeriodReport & { readonly station?: string; readonly brokenGlass?: readonly unknown[] }): string {
  return stringify([...rowsOf('report', report)], {
    header: true,
    columns: ['组别', '项目', 'group', 'item', 'value'].map((header, key) => ({ key: String(key), header })),
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}
