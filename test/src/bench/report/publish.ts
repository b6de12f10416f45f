import { writeFile } from 'node:fs/promises';
import type { Figure } from '../row.js';
import type { Machine } from './machine.js';
import { titleOf } from './scale.js';
import { renderMachine, renderTable } from './table.js';

/** Writes text to standard output or standard error. */
export type Write = (text: string) => void;

interface Publishing {
  /** Undefined: a table for people. Empty: JSON to standard output. Else a file for it. */
  readonly json: string | undefined;
  /** Whether aims are called met or missed. */
  readonly judged: boolean;
  readonly out: Write;
  readonly err: Write;
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** `[{name, value, unit, limit, ratio, aim}]`, the scale in the name. */
const jsonOf = (figures: readonly Figure[]): string =>
  pretty(figures.map((figure) => ({ name: titleOf(figure), value: figure.value, unit: figure.unit, limit: figure.limit, ratio: figure.ratio, aim: figure.aim })));

/** The figures, and never without the machine: before the table, beside the file, or on standard error where a script reads the figures from standard output. */
export async function publish({ json, judged, out, err }: Publishing, figures: readonly Figure[], machine: Machine): Promise<void> {
  if (json === undefined) return out(`${renderMachine(machine)}\n${renderTable(figures, judged)}`);
  if (json === '') {
    err(renderMachine(machine));
    return out(jsonOf(figures));
  }
  await writeFile(json, jsonOf(figures));
  await writeFile(`${json}.machine.json`, pretty(machine));
}
