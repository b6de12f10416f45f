import { impaired, mayLeave, neverEntered } from '../composition/profile.js';
import { atAdmission, signsOf } from './describe.js';
import { backToStation, bedFor } from './hospital.js';
import { station } from './scene.js';
import type { Scene } from './scene.js';
import type { StepBody } from './step.js';
import { bureau } from './world.js';
import { belongings, clerk, courseOf, reasonOf } from './words.js';

/** The hospital calls the station to the bedside; where the station's own patrol brought the person it is responsible already. */
function callToBedside({ profile, story, random, hospital }: Scene): void {
  if (profile.channel === 'patrol' || hospital === undefined) return;
  const sent = story.tell(hospital, 'bedside-requested', { to: station, reason: '患者身份不明或无亲属，请站方甄别' });
  const referralId = sent.id('referralId');
  story.tell(station, 'referral-received', { referralId, signedBy: clerk(random) });
  story.tell(station, 'referral-accepted', { referralId });
}

/** The decision and the admission. One person-time. */
export function admit(scene: Scene): void {
  const { profile, story, random } = scene;
  const bedside = profile.hospitalFirst !== undefined;
  if (bedside) callToBedside(scene);
  story.wait(5, 20);
  const minor = profile.band === 'minor' && !profile.almostAdult;
  const ground = impaired(profile) || profile.known !== undefined ? 'cannot-tell-helped-first' : minor ? 'minor-without-care' : 'away-from-home-without-means';
  const place = bedside ? 'bedside' : 'station';
  if (!bedside && random.chance(0.5)) {
    const list = story.tell(station, 'belongings-registered', { items: belongings(random), storage: `W${random.between(1, 300)}` });
    scene.list = list.id('listId');
  }
  story.tell(station, 'eligibility-decided', { eligible: true, ground, place, evidence: random.pick(['本人陈述及随身物品', '公安机关交接表', '电话核实', '现场询问']) });
  const reason = reasonOf(profile, random);
  const body: StepBody<'admitted'> = {
    place, identified: profile.known === undefined, person: atAdmission(profile, random), signs: signsOf(profile), helpReason: reason, course: courseOf(reason, random),
    ...(mayLeave(profile) && random.chance(0.3) ? { kin: [`家中有${random.pick(['父母', '配偶', '子女', '兄弟'])}，电话已登记`] } : {}),
    ...(bedside ? {} : { shelter: bedFor(profile, random) }),
  };
  story.tell(station, 'admitted', body);
  if (!bedside) scene.holder = station;
}

/** From the hospital into the house. */
export function enterHouse(scene: Scene): void {
  const { profile, story, random } = scene;
  backToStation(scene);
  if (!neverEntered(profile)) story.tell(station, 'sheltered', bedFor(profile, random));
}

/** Civil affairs takes over the guardianship of a child with no guardian at hand (未成年人保护法 art. 92). */
export function startGuardianship(scene: Scene): void {
  scene.story.tell(bureau, 'guardianship-started', { kind: 'temporary', ground: '92.1', mode: 'minors-centre' });
  scene.guardian = bureau;
}

export function endGuardianship(scene: Scene, code: 'guardian-found' | 'transferred' | 'long-term'): void {
  if (scene.guardian === undefined) return;
  scene.story.tell(scene.guardian, 'guardianship-ended', { code });
  scene.guardian = undefined;
}
