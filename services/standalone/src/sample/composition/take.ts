import type { Profile } from './profile.js';

/** Chooses `count` of the profiles that fit, in their (shuffled) order, those that fit better first, and marks them. Throws where there are not enough. */
export function take(profiles: readonly Profile[], count: number, fits: (profile: Profile) => boolean, mark: (profile: Profile) => void, better: (profile: Profile) => number = () => 0): void {
  const candidates = profiles.filter(fits);
  if (candidates.length < count) throw new RangeError(`${count} wanted, ${candidates.length} there`);
  // Sorting is stable: equals keep the shuffled order.
  for (const profile of candidates.toSorted((a, b) => better(b) - better(a)).slice(0, count)) mark(profile);
}
