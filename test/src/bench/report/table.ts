import type { Figure } from '../row.js';
import { verdictOn } from './aim.js';
import type { Machine } from './machine.js';
import { titleOf } from './scale.js';

/** Three digits that mean something. */
export function shown(value: number | null): string {
  if (value === null) return '-';
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}

const head = ['what', 'value', 'unit', 'limit', 'ratio', 'aim', ''] as const;

const cells = (figure: Figure, judged: boolean): readonly string[] => {
  const verdict = judged ? verdictOn(figure) : 'none';
  return [titleOf(figure), shown(figure.value), figure.unit, shown(figure.limit), figure.ratio === null ? '-' : figure.ratio.toFixed(2), figure.aim ?? '-', verdict === 'none' ? '' : verdict];
};

/** A Markdown table that is also readable as it stands. `judged`: whether aims were met or missed; a run that is too short to tell says neither. */
export function renderTable(figures: readonly Figure[], judged: boolean): string {
  const lines = [head, ...figures.map((figure) => cells(figure, judged))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const numbers = new Set([1, 3, 4]);
  const pad = (text: string, column: number): string => (numbers.has(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0));
  const rendered = lines.map((line) => `| ${line.map(pad).join(' | ')} |`);
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${numbers.has(column) ? ':' : '-'}`).join('|')}|`;
  return [rendered[0], rule, ...rendered.slice(1), ''].join('\n');
}

export function renderMachine(machine: Machine): string {
  const { date, commit, cpu, cores, memoryGiB, system, node, sqlite, fsync, payload, loadBefore, loadAfter } = machine;
  return `${date}, commit ${commit}\n${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}; Node ${node}, SQLite ${sqlite}\n${fsync}; ${payload}\nload of the machine: ${loadBefore} before, ${loadAfter} at the end\n`;
}
