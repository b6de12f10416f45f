import type { HospitalKind, Profile } from '../composition/profile.js';
import { mayLeave } from '../composition/profile.js';
import type { Random } from '../random.js';
import { hand, kindOf, refer, station } from './scene.js';
import type { Scene } from './scene.js';
import { world } from './world.js';
import { number } from './words.js';

const findings: Readonly<Record<HospitalKind, readonly string[]>> = {
  psychiatric: ['言语紊乱，情绪激动，需住院观察', '幻听明显，拒食', '接触被动，思维散漫'],
  acute: ['右小腿骨折，皮肤擦伤', '高热，肺部感染', '头部外伤，意识模糊', '冻伤伴营养不良', '急性胃出血'],
  infectious: ['疑似活动性肺结核，隔离治疗', '急性病毒性肝炎'],
};
const categories = { psychiatric: 'psychiatric', acute: 'injury', infectious: 'infectious' } as const;
const wards = { psychiatric: 'psychiatric', acute: 'general', infectious: 'infectious' } as const;

export const bodily = ({ group, hospitalFirst, band }: Profile): string =>
  hospitalFirst !== undefined ? '需立即就医' : group === 'limb' ? '行动不便，神志清楚' : group === undefined ? (band === 'elderly' ? '年老体弱，神志清楚' : '身体状况正常') : '神志不清，答非所问';

/** What the ward needs to know. */
export type Patient = Pick<Scene, 'story' | 'random' | 'hospital'> & { readonly profile: Pick<Profile, 'channel' | 'group' | 'band' | 'almostAdult' | 'hospitalFirst' | 'hospitalLater'> };

/** Screened and taken in. Whoever has no kin here is signed in by who sent him (精神卫生法 art. 36). */
export function intake({ profile, story, random }: Omit<Patient, 'hospital'>, hospital: string, kind: HospitalKind): void {
  story.wait(10, 40);
  story.tell(hospital, 'medically-screened', { result: 'inpatient', categories: [categories[kind]], fitToTravel: false, findings: random.pick(findings[kind]) });
  story.wait(20, 60);
  const able = mayLeave(profile);
  story.tell(hospital, 'hospital-admitted', {
    signedBy: able ? 'self' : profile.channel === 'hospital' ? 'hospital' : 'sending-department',
    ward: wards[kind],
    ground: kind === 'psychiatric' ? random.pick(['danger-to-self', 'danger-to-others', 'medical-necessity']) : 'medical-necessity',
    diagnosis: random.pick(findings[kind]),
  });
}

/** A client of the station falls ill. */
export function sendToHospital(scene: Scene): void {
  const { profile, story, random, holder } = scene;
  if (holder === undefined) throw new RangeError('nobody holds the person who falls ill');
  const kind = kindOf(profile);
  const hospital = world.hospital(kind, random);
  const sent = refer(scene, holder, hospital, { purpose: 'medical', condition: random.pick(findings[kind]) });
  story.wait(20, 60);
  hand(scene, holder, hospital, { referral: sent.id('referralId'), condition: '随附病情摘要' });
  scene.hospital = hospital;
  intake(scene, hospital, kind);
}

export function discharge({ profile, story, random, hospital }: Patient, destination: 'station' | 'elder-care' | 'kin' | 'self'): void {
  if (hospital === undefined) throw new RangeError('nobody is in hospital');
  if (random.chance(0.7)) story.tell(hospital, 'condition-stabilised', { findings: '病情稳定，可出院' });
  story.wait(20, 60);
  story.tell(hospital, 'discharged', {
    certificate: number('CY', story.now(), random), destination, summary: '经治疗好转，建议随访',
    ...(kindOf(profile) === 'psychiatric' ? { medication: '按医嘱继续服药，每日两次' } : {}),
  });
}

/** Out of the hospital into the station's hands, at the ward's door or in its house. */
export function backToStation(scene: Scene): void {
  const { profile, story, hospital } = scene;
  if (hospital === undefined) throw new RangeError('nobody is in hospital');
  discharge(scene, 'station');
  story.wait(20, 50);
  const entering = profile.hospitalFirst?.enters === true;
  hand(scene, hospital, station, {
    documents: ['出院证明', '病历摘要'],
    ...(entering && profile.reservation !== undefined ? { reservation: profile.reservation } : {}),
    ...(entering && profile.disputed === true ? { disputed: { code: 'no-discharge-certificate', details: '未见出院证明原件' } as const } : {}),
  });
  scene.hospital = undefined;
}

export function bedFor({ band }: Profile, random: Random): { area: 'dormitory' | 'minors'; bed: string } {
  const area = band === 'minor' ? 'minors' : 'dormitory';
  return { area, bed: `${area === 'minors' ? 'W' : 'D'}-${random.between(1, 40)}` };
}
