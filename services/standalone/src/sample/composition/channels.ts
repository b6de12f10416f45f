import type { Random } from '../random.js';
import type { Channel, Profile } from './profile.js';
import { mayLeave } from './profile.js';
import { breakdown } from './survey.js';
import { take } from './take.js';

/** How people came: those who may leave alone and say who they are walk in; the rest were found by somebody. */
export function dealChannels(profiles: readonly Profile[], random: Random): void {
  const { channel, hospitalFirst } = breakdown;
  const open = new Set(profiles);
  const by = (which: Channel) => (profile: Profile): void => {
    profile.channel = which;
    open.delete(profile);
  };
  const free = (profile: Profile): boolean => open.has(profile);
  // A death in care is certified by the police that brought the person.
  const first = (profile: Profile): boolean => free(profile) && profile.hospitalFirst !== undefined;
  take(profiles, hospitalFirst.by.hospital, (profile) => first(profile) && profile.outcome !== 'died', by('hospital'), ({ hospitalFirst: stay }) => Number(stay?.kind !== 'psychiatric'));
  take(profiles, hospitalFirst.by.patrol, (profile) => first(profile) && profile.outcome !== 'died', by('patrol'));
  take(profiles, hospitalFirst.by.police, first, by('police'));
  take(profiles, channel['walk-in'], (profile) => free(profile) && mayLeave(profile) && profile.known === undefined && profile.outcome !== 'died', by('walk-in'), ({ outcome }) => (outcome === 'escorted' || outcome === 'collected' ? -1 : random.next()));
  take(profiles, channel.police - hospitalFirst.by.police, free, by('police'), ({ outcome }) => Number(outcome === 'died') + random.next());
  take(profiles, channel.patrol - hospitalFirst.by.patrol, free, by('patrol'));
  take(profiles, channel.public, free, by('public'));
}
