import type { Register } from '@guitu/referral';
import { periodStart, period } from '../composition/calendar.js';
import { impaired } from '../composition/profile.js';
import type { Profile } from '../composition/profile.js';
import { seededRandom } from '../random.js';
import { admit, enterHouse, startGuardianship } from './admission.js';
import { arrive } from './arrival.js';
import { applyForSettlement, leave } from './exit.js';
import { sendToHospital } from './hospital.js';
import { identityActs } from './identity-track.js';
import type { Act } from './identity-track.js';
import { linkActs } from './links.js';
import { careActs, endPlacement, place } from './placement.js';
import { returnActs } from './return-track.js';
import { onDay, openScene, station } from './scene.js';
import type { Scene } from './scene.js';
import { iso, openStory } from './story.js';
import type { Story } from './story.js';
import { bureau } from './world.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const periodEnd = periodStart + period.days * DAY_MS - HOUR_MS;

/** The exit: by day, and where somebody stays no night, some hours after the arrival. */
function exitAt(scene: Scene): number {
  const { profile, story, random } = scene;
  const { exit } = profile.days;
  if (exit === undefined) return periodEnd;
  if (exit === 0) return story.now() + random.between(60, 240) * 60_000;
  // An escort sets out in the morning; people run away at any hour.
  const [from, to] = profile.outcome === 'escorted' || profile.manner === 'origin' ? [7.5, 9.5] : profile.outcome === 'left' ? [6, 20] : [9, 16];
  return onDay(scene, exit, from + random.next() * (to - from));
}

function careActsOf(scene: Scene, end: number): Act[] {
  const { profile } = scene;
  const { toHospital, fromHospital, placed, applied } = profile.days;
  const acts: Act[] = [];
  if (profile.hospitalFirst?.enters === true && fromHospital !== undefined) acts.push({ at: onDay(scene, fromHospital, 10.5), play: () => enterHouse(scene) });
  if (profile.hospitalLater !== undefined && toHospital !== undefined) {
    acts.push({ at: onDay(scene, toHospital, 10), play: () => { const out = scene.placement; sendToHospital(scene); if (out !== undefined) endPlacement(scene, 'hospital'); } });
    if (fromHospital !== undefined && fromHospital > toHospital) acts.push({ at: onDay(scene, fromHospital, 11), play: () => enterHouse(scene) });
  }
  if (placed !== undefined) {
    const at = onDay(scene, placed, 9.5);
    const until = profile.placed === 'hospital' && toHospital !== undefined ? onDay(scene, toHospital, 9) : end;
    acts.push({ at, play: () => place(scene) }, ...careActs(scene, at, until));
  }
  if (applied !== undefined) acts.push({ at: onDay(scene, applied, 10), play: () => applyForSettlement(scene) });
  return acts;
}

/** More than ten days: filed with the office above (T03, T04). */
function extensionActs({ story, profile }: Scene, admittedAt: number, end: number): Act[] {
  if (end - admittedAt < 10 * DAY_MS) return [];
  const reason = profile.known !== undefined ? '身份尚未查明' : impaired(profile) ? '治疗未结束' : '返乡事宜尚未落实';
  return [{ at: admittedAt + 9 * DAY_MS, play: () => void story.tell(station, 'stay-extended', { until: iso(admittedAt + 40 * DAY_MS), filedWith: bureau, reason }) }];
}

function guardianshipActs(scene: Scene, admittedAt: number, end: number): Act[] {
  const { profile, random } = scene;
  const child = profile.band === 'minor' && !profile.almostAdult && ['escorted', 'collected', 'settled', 'other', 'stock'].includes(profile.outcome);
  return child && end - admittedAt > 3 * DAY_MS && random.chance(0.75) ? [{ at: admittedAt + 22 * HOUR_MS, play: () => startGuardianship(scene) }] : [];
}

/** One person-time from the first report to the close, as the profile has it. `mistaken`: county asked first where the return was redirected. */
export function personTime(profile: Profile, seed: string, register: Pick<Register, 'roleOf'>, mistaken: string): Story {
  const story = openStory(profile.key, profile.start, seededRandom(`${seed}/story/${profile.key}`), register);
  const scene = openScene(profile, story);
  arrive(scene);
  if (profile.days.admitted > 0) story.until(onDay(scene, profile.days.admitted, 9 + story.random.next() * 2));
  else story.wait(10, 40);
  admit(scene);
  const admittedAt = story.now();
  const end = exitAt(scene);
  const acts: Act[] = [
    ...identityActs(scene, admittedAt, end), ...careActsOf(scene, end), ...returnActs(scene, mistaken), ...extensionActs(scene, admittedAt, end),
    ...guardianshipActs(scene, admittedAt, end), ...linkActs(scene, admittedAt), ...(profile.outcome === 'stock' ? [] : [{ at: end, play: () => leave(scene) }]),
  ];
  for (const act of acts.toSorted((a, b) => a.at - b.at)) {
    story.until(act.at);
    act.play();
  }
  return story;
}
