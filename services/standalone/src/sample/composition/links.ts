import type { Random } from '../random.js';
import { inventName } from './names.js';
import type { Profile } from './profile.js';
import { breakdown } from './survey.js';
import { take } from './take.js';

/**
 * Who was recognised: every later visit is linked to the one before it, but for six that came under another name. Two links are made to the wrong person and undone.
 * After the calendar, because what comes later is what is linked.
 */
export function dealLinks(profiles: readonly Profile[], groups: readonly (readonly Profile[])[], random: Random): void {
  const { unrecognised, wrongLinks } = breakdown.persons;
  const pairs = groups.filter((visits) => visits.length === 2 && visits[0]?.band === 'adult').slice(0, unrecognised);
  for (const visits of groups) {
    const ordered = visits.toSorted((a, b) => a.start - b.start);
    for (const [index, visit] of ordered.entries()) {
      const before = ordered[index - 1];
      if (before === undefined) continue;
      if (pairs.includes(visits)) visit.alias = inventName(visit.male, random);
      else visit.linkedTo = before.key;
    }
  }
  const grouped = new Set(groups.flat());
  const lone = (profile: Profile): boolean => profile.outcome === 'ticket' && profile.band === 'adult' && profile.male && profile.known === undefined && profile.hospitalFirst === undefined && !grouped.has(profile);
  const earlier = profiles.filter((profile) => lone(profile) && profile.start < Date.parse('2013-03-01T00:00:00+08:00'));
  let used = 0;
  take(profiles, wrongLinks, (profile) => lone(profile) && (profile.days.exit ?? 0) >= 2 && profile.start > Date.parse('2013-04-01T00:00:00+08:00'), (profile) => {
    const other = earlier[used];
    used += 1;
    if (other !== undefined) profile.wronglyLinkedTo = other.key;
  });
}
