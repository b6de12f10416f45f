import { codeSet } from './code-set.js';
import type { CodeOf } from './code-set.js';
import type { Collector } from './collector.js';

/**
 * How an admitted person left. Source: Henan monthly return, group 5 (P51, a provincial form), extended; domain notes 6.7.
 * 5.9 滞站 is not here: it is a stock at the end of a period, never an exit.
 */
export const exitMode = codeSet(
  { zh: '离站方式', en: 'Exit mode', source: 'Henan form group 5 (P51), domain 6.7', evidence: 'local' },
  {
    '5.1': { zh: '安置', en: 'placed or settled' },
    '5.2': { zh: '提供乘车凭证', en: 'ticket given' },
    '5.3': { zh: '自行返乡', en: 'left on their own' },
    '5.4': { zh: '终止救助', en: 'terminated' },
    '5.5': { zh: '擅自离站', en: 'left without formalities' },
    '5.6': { zh: '护送返乡', en: 'escorted' },
    '5.7': { zh: '接领返乡', en: 'collected' },
    '5.8': { zh: '死亡', en: 'died' },
    '5.10': { zh: '其他', en: 'other' },
  },
);
export type ExitMode = CodeOf<typeof exitMode>;

/** Rows of group 5 in a report: the exits and, at the end of the period, those still there. */
export const exitRow = codeSet(
  { zh: '离站情况（报表）', en: 'Exit rows of the report', source: 'Henan form group 5 (P51), domain 6.7', evidence: 'local' },
  { ...exitMode.entries, '5.9': { zh: '滞站', en: 'still there at the end of the period' } },
);
export type ExitRow = CodeOf<typeof exitRow>;

/**
 * The row in which the Henan form counts an exit: collection by kin or unit is 自行返乡 (5.3) by the form's own note,
 * and only collection by the origin's side is 5.7. An exit still open is the stock, 5.9.
 */
export function henanExitRow(exit: { readonly mode: ExitMode; readonly collector?: Collector } | undefined): ExitRow {
  if (exit === undefined) return '5.9';
  const byKin = exit.collector === 'kin' || exit.collector === 'unit';
  return exit.mode === '5.7' && byKin ? '5.3' : exit.mode;
}
