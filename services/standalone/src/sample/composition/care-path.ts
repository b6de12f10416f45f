import type { Profile } from './profile.js';
import { breakdown } from './survey.js';
import type { Band } from './survey.js';
import { take } from './take.js';

const mental = (profile: Profile): number => Number(profile.group === 'mental');
/** Children live in the station's own house; the old mostly with a partner. */
const stockPlaces: Readonly<Record<'station' | 'hospital' | 'elder-care', Readonly<Record<Band, number>>>> = {
  station: { adult: 2, elderly: 1, minor: 9, unknown: 0 },
  hospital: { adult: 8, elderly: 2, minor: 2, unknown: 5 },
  'elder-care': { adult: 12, elderly: 17, minor: 0, unknown: 2 },
};

function dealStock(profiles: readonly Profile[]): void {
  for (const place of ['station', 'hospital', 'elder-care'] as const) {
    for (const [band, count] of Object.entries(stockPlaces[place])) {
      const fits = (profile: Profile): boolean => profile.outcome === 'stock' && profile.band === band && profile.stockPlace === undefined;
      // The mentally ill are in hospital rather than with a partner.
      take(profiles, count, fits, (profile) => { profile.stockPlace = place; }, (profile) => (place === 'hospital' ? mental(profile) : -mental(profile)));
    }
  }
}

function dealPlacements(profiles: readonly Profile[]): void {
  const { outcome } = breakdown.placed;
  const place = (as: Profile['placed'] & string) => (profile: Profile): void => {
    profile.placed = as;
  };
  take(profiles, outcome.stays, ({ stockPlace }) => stockPlace === 'elder-care', place('stays'));
  take(profiles, outcome.hospital, ({ stockPlace, band }) => stockPlace === 'hospital' && band !== 'minor', place('hospital'), ({ band }) => Number(band === 'elderly'));
  take(profiles, outcome.settled, ({ manner }) => manner === 'household', place('settled'));
  take(profiles, outcome.died, ({ outcome: end, band }) => end === 'died' && band === 'elderly', place('died'));
  take(profiles, outcome.left, ({ outcome: end, group, band }) => end === 'left' && group === 'mental' && band !== 'minor', place('left'));
  take(profiles, outcome.home, ({ outcome: end, group, band }) => end === 'escorted' && group !== undefined && band !== 'minor', place('home'), ({ band }) => Number(band === 'elderly'));
}

/** People who were in hospital first and never came into the station's house. */
function dealNever(profiles: readonly Profile[]): void {
  const { never } = breakdown.hospitalFirst;
  const first = (profile: Profile): void => {
    profile.hospitalFirst = { kind: profile.group === 'mental' ? 'psychiatric' : 'acute', enters: false };
  };
  const notPlaced = (profile: Profile): boolean => profile.placed === undefined && profile.hospitalFirst === undefined;
  take(profiles, never.kin, (profile) => profile.manner === 'kin' && notPlaced(profile), first, mental);
  take(profiles, never.escorted, (profile) => profile.outcome === 'escorted' && notPlaced(profile), first, mental);
  take(profiles, 4, ({ placed }) => placed === 'stays', first, mental);
  take(profiles, never['elder-care'] - 4, ({ placed }) => placed === 'home', first, mental);
  take(profiles, never.left, (profile) => profile.outcome === 'left' && notPlaced(profile) && profile.band !== 'minor', first, mental);
  take(profiles, never.died, (profile) => profile.outcome === 'died' && notPlaced(profile), first, ({ band }) => Number(band === 'unknown') * 2 + Number(band === 'adult'));
  take(profiles, never.stock, (profile) => profile.stockPlace === 'hospital' && notPlaced(profile), first, mental);
  take(profiles, 1, (profile) => profile.outcome === 'ticket' && profile.band === 'adult', first);
  take(profiles, never['ticket-or-self-leave'] - 1, (profile) => profile.outcome === 'selfLeave' && profile.band === 'adult', first);
}

/** The rest of those in hospital first, so that the kinds of illness come out exact. */
function dealEnters(profiles: readonly Profile[]): void {
  const { kind, enters } = breakdown.hospitalFirst;
  const count = (which: string): number => profiles.filter(({ hospitalFirst }) => hospitalFirst?.kind === which).length;
  const fits = (profile: Profile): boolean =>
    profile.hospitalFirst === undefined && profile.placed === undefined && profile.outcome !== 'stock' && profile.outcome !== 'died' && profile.outcome !== 'settled' && profile.outcome !== 'other' && profile.outcome !== 'terminated';
  const ill = kind.psychiatric - count('psychiatric');
  take(profiles, ill, (profile) => fits(profile) && profile.group === 'mental', (profile) => { profile.hospitalFirst = { kind: 'psychiatric', enters: true }; });
  const others = profiles.filter((profile) => fits(profile) && profile.group !== 'mental' && profile.band !== 'minor');
  const bodily = enters - ill;
  take(others, bodily - kind.infectious, ({ outcome }) => outcome !== 'selfLeave', (profile) => { profile.hospitalFirst = { kind: 'acute', enters: true }; }, ({ outcome }) => Number(outcome === 'escorted') * 0.5);
  take(others, kind.infectious, (profile) => profile.hospitalFirst === undefined && profile.outcome === 'ticket', (profile) => { profile.hospitalFirst = { kind: 'infectious', enters: true }; });
}

/** People who were sent to hospital in the course of their stay. */
function dealLater(profiles: readonly Profile[]): void {
  const free = ({ hospitalFirst, hospitalLater }: Profile): boolean => hospitalFirst === undefined && hospitalLater === undefined;
  const send = (profile: Profile): void => {
    profile.hospitalLater = profile.group === 'mental' ? 'psychiatric' : 'acute';
  };
  take(profiles, 5, (profile) => free(profile) && profile.stockPlace === 'hospital', send);
  take(profiles, 1, (profile) => free(profile) && profile.outcome === 'died' && profile.placed === undefined, send);
  take(profiles, 16, (profile) => free(profile) && profile.outcome === 'escorted' && profile.placed === undefined, send, mental);
  take(profiles, 4, (profile) => free(profile) && profile.placed === 'stays', send);
  take(profiles, breakdown.hospitalLater - 26, (profile) => free(profile) && profile.outcome === 'ticket', send, ({ band }) => Number(band === 'elderly') * 0.5);
}

/** Who goes through hospitals and care partners, and where the stock is. */
export function dealCarePaths(profiles: readonly Profile[]): void {
  dealStock(profiles);
  dealPlacements(profiles);
  dealNever(profiles);
  dealEnters(profiles);
  dealLater(profiles);
}
