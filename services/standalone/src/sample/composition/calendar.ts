import { startOfLocalDate } from '@guitu/contracts';
import type { Random } from '../random.js';
import type { Days, Profile } from './profile.js';

/** First and last local day of the sample's period. */
export const period = { from: '2013-01-01', to: '2013-10-31', days: 304 } as const;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
export const periodStart = Date.parse(startOfLocalDate(period.from));

/** Hours from admission until the name was known. */
function knownAfter({ known }: Profile, random: Random): number | undefined {
  switch (known) {
    case '24h': return random.between(3, 20);
    case '10d': return random.between(30, 225);
    case '90d': return random.between(11, 75) * 24;
    case 'later': return random.between(95, 130) * 24;
    default: return undefined;
  }
}

/** Days until the office of origin has said yes: longer where it was the wrong one or had to be told. */
const answerDays: Readonly<Record<string, number>> = { accepted: 2, redirected: 4, bureau: 8, prefecture: 12, province: 16, open: 0 };

function planDays(profile: Profile, random: Random): Days {
  const { outcome, manner, hospitalFirst, hospitalLater, placed } = profile;
  const days: Days = { admitted: hospitalFirst === undefined ? 0 : 1 };
  const known = knownAfter(profile, random);
  if (known !== undefined) days.known = known;
  const named = days.admitted + Math.ceil((known ?? 0) / 24);
  let free = days.admitted;
  if (hospitalFirst !== undefined && (hospitalFirst.enters || placed !== undefined)) free = days.fromHospital = days.admitted + random.between(3, hospitalFirst.kind === 'psychiatric' ? 25 : 14);
  if (hospitalLater !== undefined && placed !== 'hospital') {
    days.toHospital = days.admitted + random.between(1, 3);
    if ((outcome !== 'stock' && outcome !== 'died') || placed === 'stays') free = days.fromHospital = days.toHospital + random.between(3, 10);
  }
  if (placed !== undefined) {
    days.placed = Math.max(free, days.admitted + 9) + random.between(2, 6);
    free = days.placed + random.between(20, 60);
    if (placed === 'hospital') days.toHospital = free;
  }
  if (profile.return !== undefined) {
    days.returnAsked = Math.max(named, placed === undefined ? days.admitted : free - 8) + 1;
    days.returnAccepted = days.returnAsked + (answerDays[profile.return] ?? 2) + random.between(0, 2);
  }
  if (manner === 'household' || manner === 'in-place') {
    days.applied = manner === 'household' ? Math.max(free, days.admitted + 93) : days.admitted + random.between(20, 50);
    free = days.applied + random.between(12, 25);
  }
  if (outcome !== 'stock') days.exit = exitDay(profile, Math.max(free, named, days.returnAccepted ?? 0, (days.toHospital ?? -1) + 1), random);
  return days;
}

function exitDay(profile: Profile, ready: number, random: Random): number {
  const { outcome, manner, known, hospitalFirst, hospitalLater, placed } = profile;
  const plain = ready === 0;
  switch (outcome) {
    case 'ticket': return ready + (plain ? random.pick([0, 0, 0, 1, 1, 2]) : 1);
    case 'selfLeave': return ready + (plain ? random.pick([0, 1, 1, 2, 3]) : 1);
    case 'left': return ready + (known === 'gone' ? random.between(2, 9) : random.between(1, 5));
    case 'terminated': return random.between(1, 8);
    case 'died': return ready + random.between(placed === undefined && hospitalLater === undefined ? 2 : 1, 14);
    case 'other': return manner === 'child-welfare' ? random.between(10, 30) : random.between(1, 6);
    default: return ready + (hospitalFirst?.enters === false ? random.between(1, 2) : random.between(1, 3));
  }
}

/** The hour of arrival, in milliseconds of the day: round the clock, mostly by day. */
function hourOf(profile: Profile, random: Random): number {
  const night = profile.channel === 'walk-in' ? 0.06 : 0.2;
  const minutes = random.chance(night) ? random.between(19 * 60, 22 * 60 + 30) : random.between(8 * 60, 14 * 60 + 30);
  return minutes * 60_000;
}

/** Last thing that must lie in the period, in days from arrival; escorts over two relays need some more. */
function length({ days, outcome, placed, manner }: Profile): number {
  if (outcome === 'stock') return Math.max(days.admitted, Math.ceil((days.known ?? 0) / 24) + days.admitted, days.placed ?? 0, days.fromHospital ?? 0, days.toHospital ?? 0, days.returnAccepted ?? 0, placed === 'stays' ? 20 : 3);
  return (days.exit ?? 0) + (outcome === 'escorted' || manner === 'origin' ? 4 : 1);
}

const startOn = (day: number, profile: Profile, random: Random): number => periodStart + day * DAY_MS + hourOf(profile, random);

/** Days from arrival to exit, and the day of arrival; visits of one person one after the other, with days between them. */
export function dealCalendar(profiles: readonly Profile[], groups: readonly (readonly Profile[])[], random: Random): void {
  for (const profile of profiles) {
    profile.days = planDays(profile, random);
    profile.start = startOn(random.between(0, period.days - 2 - length(profile)), profile, random);
    // Whoever comes in the evening stays the night.
    if (profile.days.exit === 0 && profile.start % DAY_MS >= 8 * HOUR_MS && (profile.start + 8 * HOUR_MS) % DAY_MS > 15 * HOUR_MS) profile.days.exit = 1;
  }
  for (const visits of groups) sequence(visits, random);
}

function sequence(visits: readonly Profile[], random: Random): void {
  const gap = 3;
  const ordered = random.shuffled(visits);
  const spare = period.days - 2 - ordered.reduce((sum, visit) => sum + length(visit) + gap, 0);
  if (spare < 0) throw new RangeError('the visits of one person do not fit into the period');
  const cuts = ordered.map(() => random.between(0, spare)).toSorted((a, b) => a - b);
  let before = 0;
  for (const [index, visit] of ordered.entries()) {
    visit.start = startOn((cuts[index] ?? 0) + before, visit, random);
    if (visit.days.exit === 0) visit.days.exit = 1;
    before += length(visit) + gap;
  }
}
