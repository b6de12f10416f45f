import { announceSeed, seededRandom } from '@guitu/event-store/testing';

export interface Chance {
  /** From 0 to below `bound`. */
  below(bound: number): number;
  pick<T>(among: readonly T[]): T;
  /** So many of them, each at most once, in the order in which they stand. */
  some<T>(among: readonly T[], count: number): readonly T[];
  /** True in so many of a hundred. */
  percent(share: number): boolean;
  /** A UUID that is the same for the same seed. */
  uuid(): string;
}

/** Chance under a printed seed; `GUITU_SEED` repeats a run. */
export const chanceOf = (run: string): Chance => chanceFrom(announceSeed(run));

/** The same chance for the same seed. */
export function chanceFrom(seed: number): Chance {
  const { below } = seededRandom(seed);
  const hex = (digits: number): string => {
    let text = '';
    for (let digit = 0; digit < digits; digit += 1) text += below(16).toString(16);
    return text;
  };
  return {
    below: (bound) => below(bound),
    pick: (among) => {
      const picked = among[below(among.length)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
    some: (among, count) => {
      const places = among.map((_one, place) => place);
      const drawn = new Set(Array.from({ length: Math.min(count, among.length) }, () => places.splice(below(places.length), 1)[0]));
      return among.filter((_one, place) => drawn.has(place));
    },
    percent: (share) => below(100) < share,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
