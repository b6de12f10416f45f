import type { Story } from '../load/stories.js';
import type { CasePlan } from './case-in-making.js';
import type { Town } from './towns.js';

const HOUR_MS = 3_600_000;
/** A case begins up to so many hours before or after its story, so that those of one story lie apart and the year keeps its shape. */
const SPREAD_HOURS = 48;

/** The golden ratio's fraction steps through 0 to 1 evenly and never repeats. */
const spread = (number: number): number => (number * 0.618_033_988_749_895) % 1;

/** So many cases, each story in each town as often as any other, in the order in which they begin. */
export function planCases(count: number, stories: readonly Story[], towns: readonly Town[]): readonly CasePlan[] {
  const plans = Array.from({ length: count }, (_, number): CasePlan => {
    const story = stories[number % stories.length] ?? [];
    const town = towns[Math.floor(number / stories.length + (number % stories.length)) % towns.length] ?? ((text) => text);
    return { number, story, town, shift: Math.round((spread(number) - 0.5) * 2 * SPREAD_HOURS * HOUR_MS) };
  });
  return plans.sort((a, b) => beginOf(a) - beginOf(b) || a.number - b.number);
}

export const beginOf = ({ story, shift }: CasePlan): number => (story[0]?.recordedAt ?? 0) + shift;
