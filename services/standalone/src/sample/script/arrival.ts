import { broughtByPolice } from '../composition/handover-marks.js';
import { mayLeave } from '../composition/profile.js';
import { atFirstSight, signsOf } from './describe.js';
import { bodily, intake } from './hospital.js';
import { hand, kindOf, refer, station } from './scene.js';
import type { Scene } from './scene.js';
import type { StepBody } from './step.js';
import { world } from './world.js';
import { belongings, courseOf, officer, reasonOf, spot } from './words.js';

type FoundBody = StepBody<'found'>;
const divisions: Readonly<Record<string, string>> = { 'police-baoji-weibin': '610302', 'police-baoji-xinshilu': '610302', 'police-baoji-chencang': '610304' };

function foundBody({ profile, random, police }: Scene, reportedBy: FoundBody['reportedBy']): FoundBody {
  return {
    disposition: 'taken-along', reportedBy, division: divisions[police] ?? '610303', toldAboutHelp: true,
    person: atFirstSight(profile, random), signs: signsOf(profile), place: spot(random), course: courseOf(reasonOf(profile, random), random),
    ...(mayLeave(profile) ? { wish: '愿意接受救助' } : {}),
  };
}

/** The police bring somebody to the station: the form of handover (158号, annex 1), both sign. */
function broughtIn(scene: Scene): void {
  const { profile, story, random, police } = scene;
  story.wait(5, 20);
  const sent = refer(scene, police, station, { purpose: 'admission', needsEscort: true, reason: courseOf(reasonOf(profile, random), random) });
  story.wait(15, 45);
  const marked = broughtByPolice(profile) && profile.reservation !== undefined ? { reservation: profile.reservation } : {};
  hand(scene, police, station, { referral: sent.id('referralId'), items: belongings(random), documents: ['公安机关护送交接表'], condition: bodily(profile), ...marked });
}

/** To a hospital before anything else: in an emergency it signs alone. */
function toHospitalFirst(scene: Scene, from: string): void {
  const { profile, story, random } = scene;
  const kind = kindOf(profile);
  const hospital = world.hospital(kind, random);
  scene.hospital = hospital;
  if (kind === 'acute') {
    const sent = story.tell(from, 'referral-sent', { to: hospital, purpose: 'medical', urgency: 'emergency', condition: bodily(profile) });
    story.wait(8, 25);
    story.tell(hospital, 'handed-over', { to: { kind: 'organisation', organisation: hospital }, referralId: sent.id('referralId'), attestation: 'receiver-only', signedBy: '急诊分诊台' });
    scene.holder = hospital;
  } else {
    const sent = refer(scene, from, hospital, { purpose: 'medical', condition: bodily(profile) });
    story.wait(15, 40);
    hand(scene, from, hospital, { referral: sent.id('referralId'), condition: bodily(profile) });
  }
  intake(scene, hospital, kind);
}

function walkIn({ profile, story, random }: Scene): void {
  const reason = reasonOf(profile, random);
  story.tell(station, 'help-requested', { channel: 'walk-in', person: atFirstSight(profile, random), signs: signsOf(profile), helpReason: reason, summary: courseOf(reason, random) });
}

/** The grid, city management, the public and the hotlines. */
function reported(scene: Scene): void {
  const { story, random, police, profile } = scene;
  const source = random.pick(['hotline', 'hotline', 'hotline', 'grid', 'grid', 'city-management', 'city-management', 'public'] as const);
  if (source === 'hotline') {
    const channel = random.pick(['12345', 'station-hotline'] as const);
    story.tell(station, 'help-requested', { channel, caller: random.pick(['路过市民', '商铺店主', '社区干部']), summary: `${spot(random)}有人需要帮助`, recording: `LY-${profile.key}` });
    story.wait(20, 60);
    story.tell(station, 'found', foundBody(scene, '12345'));
    scene.holder = station;
  } else if (source === 'city-management' || random.chance(0.7)) {
    story.tell(station, 'found', foundBody(scene, source));
    scene.holder = station;
  } else {
    story.tell(police, 'found', foundBody(scene, source));
    broughtIn(scene);
  }
}

/** How the person came into somebody's care. */
export function arrive(scene: Scene): void {
  const { profile, story, random, police } = scene;
  switch (profile.channel) {
    case 'walk-in':
      walkIn(scene);
      scene.holder = mayLeave(profile) ? undefined : station;
      return;
    case 'police':
      story.tell(police, 'found', { ...foundBody(scene, random.pick(['own-patrol', '110'])), condition: `${bodily(profile)}（${officer(random)}记录）` });
      if (profile.hospitalFirst === undefined) broughtIn(scene);
      else toHospitalFirst(scene, police);
      return;
    case 'patrol':
      story.tell(station, 'found', foundBody(scene, 'own-patrol'));
      scene.holder = station;
      if (profile.hospitalFirst !== undefined) toHospitalFirst(scene, station);
      return;
    case 'hospital': {
      const kind = kindOf(profile);
      const hospital = world.hospital(kind, random);
      story.tell(hospital, 'found', foundBody(scene, random.pick(['ambulance', 'ambulance', 'public'])));
      scene.hospital = scene.holder = hospital;
      intake(scene, hospital, kind);
      return;
    }
    case 'public':
      reported(scene);
  }
}
