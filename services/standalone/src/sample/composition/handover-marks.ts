import type { Random } from '../random.js';
import type { Profile } from './profile.js';
import { breakdown } from './survey.js';
import { take } from './take.js';

/** Arrived in the hands of the police and was signed for at reception. */
export const broughtByPolice = ({ channel, hospitalFirst }: Profile): boolean => channel === 'police' && hospitalFirst === undefined;

/** Handovers at which something was missing, and those that were disputed before they were done; whoever was directed to take a person may not dispute it. One mark for a person-time, at its first handover that the mark can be of. */
export function dealHandoverMarks(profiles: readonly Profile[], random: Random): void {
  const { reservations, disputed } = breakdown.handovers;
  const free = (profile: Profile): boolean => profile.reservation === undefined && profile.disputed === undefined;
  const reserve = (profile: Profile): void => {
    profile.reservation = broughtByPolice(profile) ? random.pick(['cash', 'cash', 'goods', 'papers'] as const) : random.pick(['papers', 'condition'] as const);
  };
  const dispute = (profile: Profile): void => {
    profile.disputed = true;
  };
  take(profiles, 15, (profile) => free(profile) && broughtByPolice(profile) && profile.outcome !== 'escorted', reserve);
  take(profiles, 4, (profile) => free(profile) && profile.hospitalFirst?.enters === true && profile.outcome !== 'escorted', reserve);
  take(profiles, reservations - 19, (profile) => free(profile) && profile.outcome === 'escorted' && !broughtByPolice(profile) && profile.hospitalFirst === undefined, reserve);
  take(profiles, 5, (profile) => free(profile) && profile.hospitalFirst?.enters === true && profile.outcome !== 'escorted', dispute);
  take(profiles, disputed - 5, (profile) => free(profile) && profile.outcome === 'escorted' && profile.hospitalFirst === undefined && (profile.return === 'accepted' || profile.return === 'redirected'), dispute, ({ return: answer }) => Number(answer === 'redirected'));
}
