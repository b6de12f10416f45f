import type { Random } from '../random.js';
import type { Profile } from './profile.js';
import { impaired } from './profile.js';
import { breakdown } from './survey.js';
import { take } from './take.js';

const of = (outcome: Profile['outcome']) => (profile: Profile): boolean => profile.outcome === outcome && profile.manner === undefined;
const adult = (profile: Profile): boolean => profile.band !== 'minor';

/** How exactly people were collected, settled, handed to others, and who of the minors is 16 or 17. */
export function dealManner(profiles: readonly Profile[], random: Random): void {
  const as = (manner: Profile['manner'] & string) => (profile: Profile): void => {
    profile.manner = manner;
  };
  const { collected, settled, other } = breakdown;
  // A work unit collects a worker; kin collect the ill; the office of origin comes for the children.
  take(profiles, collected.unit, (profile) => of('collected')(profile) && profile.band === 'adult', as('unit'), (profile) => Number(!impaired(profile)));
  take(profiles, collected.kin, of('collected'), as('kin'), (profile) => (profile.group === 'mental' ? 2 : 0) + Number(adult(profile)));
  take(profiles, collected.origin, of('collected'), as('origin'));
  take(profiles, settled['in-place'], (profile) => of('settled')(profile) && !adult(profile), as('in-place'));
  take(profiles, settled.household, of('settled'), as('household'));
  take(profiles, other['child-welfare'], (profile) => of('other')(profile) && !adult(profile), as('child-welfare'));
  take(profiles, other.department, of('other'), as('department'));
  // Of the other minors a few are 16 or 17 too: they run off, or are glad of company on the way home.
  for (const profile of profiles) {
    if (profile.band === 'minor' && (profile.outcome === 'left' || profile.outcome === 'escorted') && !impaired(profile)) profile.almostAdult = random.chance(profile.outcome === 'left' ? 0.5 : 0.2);
  }
}
