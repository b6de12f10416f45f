import type { Figure } from './row.js';
import { median } from './statistics.js';

/** Measures one thing once. */
export type Turn = () => Promise<number>;

/**
 * Runs the turns one after the other, round by round (A B A B), so that whatever else the machine does meets all of them alike. The first round warms and is dropped.
 * Begins no round beyond the first two after so many seconds. Answers with the values of each turn, by round.
 */
export async function inRounds<K extends string>(rounds: number, turns: Readonly<Record<K, Turn>>, budgetSeconds = Number.POSITIVE_INFINITY): Promise<Readonly<Record<K, readonly number[]>>> {
  const begun = performance.now();
  const names = Object.keys(turns) as K[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    if (round > 1 && performance.now() - begun > budgetSeconds * 1_000) break;
    for (const name of names) {
      const value = await turns[name]();
      if (round > 0) values[name].push(value);
    }
  }
  return values;
}

/** What is known of a figure before it is measured; a scale and an aim only where it has them. */
export type Titled = Pick<Figure, 'name' | 'unit'> & Partial<Pick<Figure, 'scale' | 'aim'>>;

/** Value and limit are medians of their own; the ratio is the median of the rounds' ratios. */
export function beside({ name, scale = null, unit, aim = null }: Titled, values: readonly number[], limits: readonly number[]): Figure {
  const ratios = values.map((value, round) => value / (limits[round] ?? Number.NaN));
  return { name, scale, value: median(values), unit, limit: median(limits), ratio: median(ratios), aim };
}

export const alone = ({ name, scale = null, unit, aim = null }: Titled, values: readonly number[]): Figure => ({ name, scale, value: median(values), unit, limit: null, ratio: null, aim });
