import { readFile, writeFile } from 'node:fs/promises';
import type { Figure } from '../row.js';

interface Stored {
  readonly ratio: number;
  readonly better: 'higher' | 'lower';
  /** What the figure was measured at; left out where it has no scale. */
  readonly scale?: string;
}

/** Ratios by name of the figure. Machines differ, ratios less so. */
export type Baseline = Readonly<Record<string, Stored>>;

/** Beside the sources, because it belongs to the code of its commit. */
export const baselineFile = new URL('../../../src/bench/baseline.json', import.meta.url);

/** Rates are better high, times low. */
const betterOf = ({ unit }: Figure): 'higher' | 'lower' => (unit.endsWith('/s') ? 'higher' : 'lower');

/** Undefined where none was stored yet. */
export async function readBaseline(): Promise<Baseline | undefined> {
  try {
    return JSON.parse(await readFile(baselineFile, 'utf8')) as Baseline;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What was not measured in this run keeps its place. */
export function baselineOf(figures: readonly Figure[], before: Baseline): Baseline {
  const stored = (figure: Figure, ratio: number): Stored => ({ ratio: Number(ratio.toPrecision(3)), better: betterOf(figure), ...(figure.scale === null ? {} : { scale: figure.scale }) });
  const now = figures.flatMap((figure) => (figure.ratio === null ? [] : [[figure.name, stored(figure, figure.ratio)] as const]));
  return Object.fromEntries(Object.entries({ ...before, ...Object.fromEntries(now) }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export async function saveBaseline(figures: readonly Figure[]): Promise<void> {
  const before = (await readBaseline()) ?? {};
  await writeFile(baselineFile, `${JSON.stringify(baselineOf(figures, before), null, 2)}\n`);
}
