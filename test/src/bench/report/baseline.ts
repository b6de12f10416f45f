import { readFile, writeFile } from 'node:fs/promises';
import type { Figure } from '../row.js';

/** Ratios by name of the figure. Machines differ, ratios less so. */
export type Baseline = Readonly<Record<string, { readonly ratio: number; readonly better: 'higher' | 'lower' }>>;

/** Beside the sources, because it belongs to the code of its commit. */
export const baselineFile = new URL('../../../src/bench/baseline.json', import.meta.url);

const WORSE = 1.5;
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
  const now = figures.flatMap((figure) => (figure.ratio === null ? [] : [[figure.name, { ratio: Number(figure.ratio.toPrecision(3)), better: betterOf(figure) }] as const]));
  return Object.fromEntries(Object.entries({ ...before, ...Object.fromEntries(now) }).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export async function saveBaseline(figures: readonly Figure[]): Promise<void> {
  const before = (await readBaseline()) ?? {};
  await writeFile(baselineFile, `${JSON.stringify(baselineOf(figures, before), null, 2)}\n`);
}

/** One line for each ratio that is 1.5 times worse than it was, or more. */
export function regressions(figures: readonly Figure[], baseline: Baseline): readonly string[] {
  return figures.flatMap(({ name, ratio }) => {
    const before = baseline[name];
    if (before === undefined || ratio === null) return [];
    const times = before.better === 'higher' ? before.ratio / ratio : ratio / before.ratio;
    return times >= WORSE ? [`${name}: the ratio was ${before.ratio} and is ${ratio.toFixed(3)}, ${times.toFixed(1)} times worse`] : [];
  });
}
