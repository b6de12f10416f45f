import type { Known, Profile } from './profile.js';
import { breakdown } from './survey.js';
import { take } from './take.js';

const unidentified = (known: Known) => (profile: Profile): void => {
  profile.known = known;
};
const confused = (profile: Profile): number => Number(profile.group === 'intellectual') * 2 + Number(profile.group === 'mental');
const found = (profile: Profile): number => Number(profile.hospitalFirst !== undefined) + confused(profile);

/** Who was unidentified at admission, and until when. Whoever left or died without a name, or is still there without one, never had one. */
export function dealIdentity(profiles: readonly Profile[]): void {
  const { known } = breakdown.unidentified;
  const still = (profile: Profile): boolean => profile.known === undefined;
  const gone = (profile: Profile): boolean => still(profile) && (profile.manner === 'household' || (profile.band === 'unknown' && profile.outcome !== 'stock') || (profile.outcome === 'died' && profile.band === 'elderly'));
  take(profiles, known.open, ({ outcome, return: asked }) => outcome === 'stock' && asked === undefined, unidentified('open'), (profile) => Number(profile.band === 'unknown') * 9 + confused(profile));
  take(profiles, known.gone, gone, unidentified('gone'), ({ outcome, placed }) => Number(outcome !== 'died') + Number(placed === undefined) * 2);
  take(profiles, 4, (profile) => still(profile) && profile.placed === 'stays', unidentified('later'));
  take(profiles, known.later - 4, (profile) => still(profile) && profile.placed === 'home', unidentified('later'));
  take(profiles, 8, (profile) => still(profile) && profile.placed === 'stays', unidentified('90d'));
  take(profiles, 6, (profile) => still(profile) && profile.placed === 'home', unidentified('90d'));
  take(profiles, known['90d'] - 14, (profile) => still(profile) && profile.outcome === 'escorted' && profile.placed === undefined, unidentified('90d'), found);
  take(profiles, 6, (profile) => still(profile) && profile.outcome === 'ticket', unidentified('10d'), found);
  take(profiles, 6, (profile) => still(profile) && profile.manner === 'kin', unidentified('10d'), found);
  take(profiles, known['10d'] - 12, (profile) => still(profile) && profile.outcome === 'escorted' && profile.placed === undefined, unidentified('10d'), found);
  take(profiles, 27, (profile) => still(profile) && profile.outcome === 'ticket', unidentified('24h'), found);
  take(profiles, 8, (profile) => still(profile) && profile.manner === 'kin', unidentified('24h'), found);
  take(profiles, known['24h'] - 35, (profile) => still(profile) && profile.outcome === 'escorted' && profile.placed === undefined, unidentified('24h'));
}
