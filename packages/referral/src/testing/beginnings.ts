import { workOf } from '../worklist.js';
import { idOf, whoIs } from './organisations.js';
import type { Who } from './organisations.js';
import type { CaseStory, Scenario } from './scenario.js';
import { to } from './scenario.js';

/** Brought by the police, signed in, admitted in the station. */
export function admittedAtStation(story: CaseStory, identified = true): void {
  story.does('P', 'found', {}, 'P/Pf');
  story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
  story.does('S', 'eligibility-decided');
  story.does('S', 'admitted', { identified }, 'S/S');
}

/** Found by the police, brought to a hospital in an emergency, taken over and admitted at the bedside. */
export function admittedAtBedside(story: CaseStory): void {
  story.does('P', 'found', { reportedBy: 'ambulance' }, 'P/Pf');
  const medical = story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical', urgency: 'emergency' });
  const handoverId = story.does('H', 'handed-over', { to: to('H'), referralId: medical, attestation: 'receiver-only' }, 'H/Pf');
  story.does('P', 'handover-confirmed', { handoverId });
  story.refer('H', 'S', 'bedside', {}, 'H/Sf');
  story.does('S', 'eligibility-decided', { place: 'bedside' });
  story.does('S', 'admitted', { place: 'bedside', identified: false }, 'H/S');
}

/** In the care of a partner under a contract; answers the placement. */
export function placed(story: CaseStory, partner: Who = 'E'): string {
  admittedAtStation(story);
  const referral = story.refer('S', partner, 'placement');
  story.does('C', 'placement-approved', { referralId: referral });
  story.hand('S', partner, `${partner}/S`, referral);
  return story.does('S', 'placement-started', {});
}

/** On the way home under an accepted return; answers the return and the escort. */
export function onTheWayHome(story: CaseStory, origin: Who = 'O'): { readonly home: string; readonly escortId: string } {
  admittedAtStation(story);
  const home = story.refer('S', origin, 'return');
  return { home, escortId: story.does('S', 'escort-departed', { referralId: home, personAgrees: true }, 'S~/S') };
}

/** With the office of origin, the return not yet confirmed. */
export function broughtToOrigin(story: CaseStory, origin: Who = 'O'): void {
  const { home, escortId } = onTheWayHome(story, origin);
  story.hand('S', origin, `${origin}/${origin}`, home);
  story.does('S', 'escort-ended', { escortId, result: 'delivered' });
}

/** With a relay station on the way home. */
export function atRelay(story: CaseStory): void {
  admittedAtStation(story);
  story.escort('S', 'T1', story.refer('S', 'T1', 'relay'), 'T1/T1', { personAgrees: true });
}

/** One man walks in twice; answers the case that was declared a duplicate. */
export function declaredDuplicate(scenario: Scenario): CaseStory {
  const [survivor, duplicate] = [scenario.case(), scenario.case()];
  for (const each of [survivor, duplicate]) each.does('S', 'help-requested', {}, 'self/Sf');
  survivor.does('S', 'duplicate-accepted', { of: duplicate.id });
  duplicate.does('S', 'duplicate-declared', { survivor: survivor.id });
  return duplicate;
}

/** Where a random run may set out from, so that it gets deep. */
export const beginnings = {
  nowhere: () => undefined,
  'found, and a station asked': (story: CaseStory) => {
    story.does('P', 'found', {}, 'P/Pf');
    story.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
  },
  'reported by telephone, and a station asked': (story: CaseStory) => {
    story.does('P2', 'help-requested', { channel: '110' }, 'not-met/P2f');
    story.does('P2', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
  },
  'admitted at the station': (story: CaseStory) => admittedAtStation(story, false),
  'admitted at the bedside': admittedAtBedside,
  placed: (story: CaseStory) => placed(story),
  'on the way home': (story: CaseStory) => onTheWayHome(story),
  'with the office of origin': (story: CaseStory) => broughtToOrigin(story),
  'with the station of origin': (story: CaseStory) => broughtToOrigin(story, 'S2'),
  'at a relay station': atRelay,
} as const;
export type Beginning = keyof typeof beginnings;

/** What still waits for somebody, as `S: duty`. Nothing of it may be left when a story has ended, but what is truly open. */
export const waiting = (story: CaseStory): readonly string[] =>
  workOf(story.state, story.scenario.register)
    .filter(({ list }) => list === 'for-me')
    .map(({ organisation, kind }) => `${whoIs(organisation)}: ${kind}`);
