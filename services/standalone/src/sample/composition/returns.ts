import type { Profile, ReturnAnswer } from './profile.js';
import { breakdown } from './survey.js';
import { take } from './take.js';

const answer = (value: ReturnAnswer) => (profile: Profile): void => {
  profile.return = value;
};

/** Who was announced to the office of origin, and what it said. A ticket or self-leave announces nobody. Before identity is dealt: the open ones have a name. */
export function dealReturns(profiles: readonly Profile[]): void {
  const { answer: answers } = breakdown.returns;
  for (const profile of profiles) if (profile.outcome === 'escorted' || profile.manner === 'kin' || profile.manner === 'origin') profile.return = 'accepted';
  const plain = (profile: Profile): boolean => profile.outcome === 'escorted' && profile.return === 'accepted';
  const burden = ({ group, placed, band }: Profile): number => Number(placed === 'home') + Number(group === 'mental') + Number(group === 'intellectual') + Number(band === 'elderly');
  take(profiles, answers.province, (profile) => plain(profile) && !profile.sameProvince, answer('province'), burden);
  take(profiles, answers.prefecture, (profile) => plain(profile) && profile.sameProvince, answer('prefecture'), burden);
  take(profiles, answers.bureau, (profile) => plain(profile) && profile.sameProvince, answer('bureau'), (profile) => Number(profile.group !== undefined));
  take(profiles, answers.redirected, plain, answer('redirected'));
  take(profiles, answers.open, ({ outcome, band, placed }) => outcome === 'stock' && band !== 'unknown' && band !== 'minor' && placed !== 'hospital', answer('open'), ({ stockPlace }) => Number(stockPlace === 'station'));
}
