import { broughtByPolice } from '../composition/handover-marks.js';
import { mayLeave } from '../composition/profile.js';
import { endGuardianship } from './admission.js';
import { backToStation, discharge } from './hospital.js';
import { endPlacement } from './placement.js';
import { hand, refer, station } from './scene.js';
import type { HandoverDetails, Scene } from './scene.js';
import type { IdOf } from './step.js';
import type { Told } from './story.js';
import { world } from './world.js';
import { number, placeName } from './words.js';

/** The station takes the person back from hospital or partner, at their door. */
function fetch(scene: Scene): void {
  const { hospital, placement } = scene;
  if (hospital !== undefined) backToStation(scene);
  else if (placement !== undefined) {
    hand(scene, placement.partner, station, { documents: ['照料情况说明', '用药清单'] });
    endPlacement(scene, 'returned');
  }
}

function depart({ story, profile }: Scene, by: string, referralId: IdOf): Told {
  return story.tell(by, 'escort-departed', { referralId, escorts: 2, route: `宝鸡—${placeName(profile.person.county)}`, ...(mayLeave(profile) ? { personAgrees: true } : {}) });
}

/** One leg under escort, to its end. */
function leg(scene: Scene, from: string, to: string, referralId: IdOf, hours: readonly [number, number], details: HandoverDetails = {}): void {
  const { story } = scene;
  const departed = depart(scene, from, referralId);
  story.wait(hours[0] * 60, hours[1] * 60);
  hand(scene, from, to, { ...details, referral: referralId });
  story.tell(from, 'escort-ended', { escortId: departed.id('escortId'), result: 'delivered' });
}

/** What the office of origin found missing, or objected to at the door, before it signed. */
function atTheDoor({ profile }: Scene): HandoverDetails {
  const here = profile.hospitalFirst === undefined;
  return {
    documents: ['返乡交接单', '身份核查材料'],
    ...(here && profile.reservation !== undefined && !broughtByPolice(profile) ? { reservation: profile.reservation } : {}),
    ...(here && profile.disputed === true ? { disputed: { code: 'not-agreed', details: '接收人员称未接到通知，经电话核实后接收' } as const } : {}),
  };
}

function confirmReturn(scene: Scene): void {
  const { story, office, random, profile } = scene;
  story.wait(60, 300);
  const alone = profile.group === 'mental' && random.chance(0.4);
  story.tell(office, 'returned', { outcome: alone ? 'institution' : random.pick(['family', 'family', 'family', 'own-home']), details: '已送至家中或安置机构' });
  story.tell(office, 'case-closed', { code: 'exited' });
  if (!random.chance(0.3)) return;
  story.wait(20 * 1_440, 45 * 1_440);
  story.tell(office, 'follow-up-visited', { leftAgain: random.chance(0.12), aidGiven: random.chance(0.5), situation: random.pick(['生活稳定，由家属照料', '已纳入低保', '由村委会帮扶', '情绪平稳，按时服药']) });
}

function exit(scene: Scene, code: '5.6' | '5.7'): void {
  scene.story.tell(station, 'exit-completed', { code, belongingsReturned: true });
}

/** Escorted home (护送返乡): within the province in one leg, across its border over two relay stations. The station's exit counts at its own handover. */
export function escortHome(scene: Scene): void {
  const { profile, story, office } = scene;
  const home = scene.return;
  if (home === undefined) throw new RangeError('nobody has accepted the return');
  fetch(scene);
  endGuardianship(scene, 'guardian-found');
  if (scene.list !== undefined) story.tell(station, 'belongings-settled', { listId: scene.list, outcome: 'handed-on' });
  if (profile.sameProvince) {
    leg(scene, station, office, home, [2, 6], atTheDoor(scene));
    exit(scene, '5.6');
    confirmReturn(scene);
    return;
  }
  const [first, second] = world.way(profile.person.county);
  const toFirst = refer(scene, station, first, { purpose: 'relay', needsEscort: true, reason: '跨省护送中转' });
  leg(scene, station, first, toFirst.id('referralId'), [2, 5]);
  exit(scene, '5.6');
  const toSecond = refer(scene, first, second, { purpose: 'relay', needsEscort: true, reason: '跨省护送中转' });
  story.wait(10 * 60, 14 * 60);
  leg(scene, first, second, toSecond.id('referralId'), [5, 9]);
  story.wait(10 * 60, 14 * 60);
  leg(scene, second, office, home, [3, 7], atTheDoor(scene));
  confirmReturn(scene);
}

/** The office of origin comes for the person (接领返乡): a handover under its return. */
export function collectedByOrigin(scene: Scene): void {
  const { office } = scene;
  if (scene.return === undefined) throw new RangeError('nobody has accepted the return');
  fetch(scene);
  endGuardianship(scene, 'guardian-found');
  hand(scene, station, office, { ...atTheDoor(scene), referral: scene.return });
  exit(scene, '5.7');
  confirmReturn(scene);
}

/** Kin or the work unit come to whoever holds the person; the station has spoken to them first, and withdraws the return. */
export function collected(scene: Scene, collector: 'kin' | 'unit'): void {
  const { story, random, hospital, holder } = scene;
  if (holder === undefined) throw new RangeError('nobody holds the person who is collected');
  story.tell(station, 'kin-contacted', { result: 'will-collect', relation: collector === 'kin' ? '亲属' : '工作单位', said: '约定当日来接' });
  endGuardianship(scene, 'guardian-found');
  if (hospital !== undefined) discharge(scene, 'kin');
  story.wait(60, 200);
  const relation = collector === 'unit' ? '单位负责人' : random.pick(['父亲', '母亲', '配偶', '兄长', '姐姐', '儿子', '女儿', '叔父']);
  story.tell(hospital ?? holder, 'collected', { collector, identityChecked: true, relationChecked: true, name: collector === 'unit' ? '单位代表' : `${relation}某`, relation, papers: number('ZJ', story.now(), random) });
  if (scene.return !== undefined) story.tell(station, 'referral-withdrawn', { referralId: scene.return, code: 'kin-came', note: '亲属已到站接领' });
  scene.hospital = undefined;
}
