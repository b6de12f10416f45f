import { mayLeave } from '../composition/profile.js';
import { endGuardianship } from './admission.js';
import { discharge } from './hospital.js';
import { collected, collectedByOrigin, escortHome } from './homeward.js';
import { endPlacement } from './placement.js';
import { hand, refer, station } from './scene.js';
import type { Scene } from './scene.js';
import type { StepBody } from './step.js';
import { bureau, cityPolice, stationDivision } from './world.js';
import { number, placeName } from './words.js';

type ExitCode = StepBody<'exit-completed'>['code'];

function close(scene: Scene, code: ExitCode, approvedBy?: string): void {
  const { story } = scene;
  story.tell(station, 'exit-completed', { code, belongingsReturned: scene.list !== undefined });
  story.tell(station, 'case-closed', { code: 'exited', ...(approvedBy === undefined ? {} : { supervised: true as const, approvedBy }) });
}

function giveBack(scene: Scene, outcome: 'returned' | 'handed-on' | 'to-kin' | 'kept'): void {
  if (scene.list === undefined) return;
  scene.story.tell(station, 'belongings-settled', { listId: scene.list, outcome });
}

function ticket(scene: Scene): void {
  const { profile, story, random, hospital } = scene;
  if (hospital !== undefined) discharge(scene, 'self');
  giveBack(scene, 'returned');
  const near = profile.person.county.startsWith('6103');
  story.tell(station, 'ticket-issued', {
    carrier: near ? random.pick(['coach', 'local']) : random.pick(['rail', 'rail', 'rail', 'coach']), direct: profile.sameProvince || random.chance(0.4), costFen: (near ? random.between(8, 40) : random.between(30, 260)) * 50,
    route: `宝鸡—${placeName(profile.person.county)}`, number: number('T', story.now(), random),
    ...(near && random.chance(0.3) ? { cashFare: { fen: random.between(4, 20) * 100, receipt: number('X', story.now(), random) } } : {}),
  });
  close(scene, '5.2');
}

function selfLeave(scene: Scene): void {
  const { story, random, hospital, holder } = scene;
  if (hospital !== undefined) discharge(scene, 'self');
  giveBack(scene, 'returned');
  story.tell(hospital ?? holder ?? station, 'self-leave-declared', { statement: number('ZX', story.now(), random), needsTicket: false, destination: random.pick(['自行返家', '投靠朋友', '继续找工作']) });
  close(scene, '5.3');
}

/** A free adult may; of anybody else the police are told, and a supervisor closes. */
function left(scene: Scene): void {
  const { profile, story, hospital, placement, holder } = scene;
  const from = placement?.partner ?? hospital ?? holder ?? station;
  story.tell(from, 'left-without-formalities', { account: '巡视时发现本人已离开，经查找未果' });
  if (!mayLeave(profile)) story.tell(station, 'police-reported', { ground: 'missing', receiptNumber: number('J', story.now(), story.random), details: '无独立离站能力人员走失' });
  endGuardianship(scene, 'transferred');
  endPlacement(scene, 'left');
  giveBack(scene, 'kept');
  if (mayLeave(profile)) close(scene, '5.5');
  else {
    story.tell(station, 'exit-completed', { code: '5.5', belongingsReturned: false });
    story.wait(2 * 1_440, 9 * 1_440);
    story.tell(station, 'case-closed', { code: 'exited', supervised: true, approvedBy: '值班站领导' });
  }
}

function terminated(scene: Scene): void {
  const { story, random } = scene;
  giveBack(scene, 'returned');
  story.tell(station, 'rescue-terminated', { notice: number('ZZ', story.now(), random), code: random.pick(['refuses-to-leave', 'false-information', 'serious-disorder', 'deceit', 'ineligible']), reason: '经教育仍不改正，依规定终止救助' });
  close(scene, '5.4');
}

/** Household registration at the partner's, or school and a family here for a child that keeps coming back. */
function settled(scene: Scene): void {
  const { profile, story, random, placement } = scene;
  if (profile.manner === 'household' && placement !== undefined) {
    story.tell(station, 'settled', { kind: 'household', residence: placement.partner, division: stationDivision, registration: '以化名登记，出生日期为推定' });
    endPlacement(scene, 'settled');
  } else {
    endGuardianship(scene, 'long-term');
    story.tell(station, 'handed-over', { to: { kind: 'external', externalKind: 'child-welfare' }, receiverName: random.pick(['就近寄宿学校', '家庭寄养点']), attestation: 'giver-only', signedBy: '接收学校' });
    story.tell(station, 'settled', { kind: 'in-place', division: '610303', address: '本市' });
  }
  giveBack(scene, 'handed-on');
  close(scene, '5.1');
}

/** The application comes weeks before: the bundle of evidence, and the decision. */
export function applyForSettlement(scene: Scene): void {
  const { profile, story, random } = scene;
  const kind = profile.manner === 'household' ? 'household' : 'in-place';
  const applied = story.tell(station, 'settlement-applied', { to: bureau, kind, bundle: kind === 'household' ? '交接表、DNA比对结果、寻亲公告' : '就学与监护安排' });
  story.wait(5 * 1_440, 9 * 1_440);
  story.tell(bureau, 'settlement-decided', { applicationId: applied.id('applicationId'), decision: 'approved', approval: number('AZ', story.now(), random) });
}

function died(scene: Scene): void {
  const { profile, story, random, hospital, placement, holder, police } = scene;
  const where = hospital ?? placement?.partner ?? holder ?? station;
  story.tell(where, 'death-recorded', { cause: 'natural', place: hospital === undefined ? '居室' : '病房', details: '经抢救无效' });
  story.tell(where, 'police-reported', { ground: 'death', receiptNumber: number('J', story.now(), random) });
  story.wait(60, 240);
  const certifier = hospital ?? (profile.channel === 'police' ? police : cityPolice);
  story.tell(certifier, 'death-certified', { certificate: number('SW', story.now(), random), cause: 'natural' });
  endPlacement(scene, 'died');
  const nobody = profile.known !== undefined;
  story.tell(station, 'kin-contacted', { result: nobody ? 'K4' : 'informed', said: nobody ? '无法查明亲属，已登报公告' : '亲属已知悉并委托料理' });
  giveBack(scene, nobody ? 'kept' : 'to-kin');
  close(scene, '5.8');
}

/** To an institution for children, or to another department; some to the police as a matter of jurisdiction. */
function handedElsewhere(scene: Scene): void {
  const { profile, story, random } = scene;
  if (profile.manner === 'child-welfare') {
    endGuardianship(scene, 'long-term');
    story.tell(station, 'handed-over', { to: { kind: 'external', externalKind: 'child-welfare' }, receiverName: '宝鸡市儿童福利院', attestation: 'giver-only', signedBy: '值班保育员' });
  } else if (random.chance(0.4)) {
    const sent = refer(scene, station, cityPolice, { purpose: 'jurisdiction', reason: '涉及案件，移交公安机关' });
    hand(scene, station, cityPolice, { referral: sent.id('referralId') });
  } else {
    const name = random.pick(['宝鸡市公安局强制隔离戒毒所', '宝鸡市公安局出入境管理支队', '宝鸡市社区矫正机构']);
    story.tell(station, 'handed-over', { to: { kind: 'external', externalKind: name.includes('公安') ? 'police' : 'other-department' }, receiverName: name, attestation: 'giver-only', signedBy: '接收民警' });
  }
  giveBack(scene, 'handed-on');
  close(scene, '5.10');
}

function collectedBy(scene: Scene, collector: 'kin' | 'unit'): void {
  collected(scene, collector);
  giveBack(scene, 'to-kin');
  close(scene, '5.3');
}

/** How the person left. The stock does not. */
export function leave(scene: Scene): void {
  const { outcome, manner } = scene.profile;
  switch (outcome) {
    case 'ticket': return ticket(scene);
    case 'selfLeave': return selfLeave(scene);
    case 'left': return left(scene);
    case 'terminated': return terminated(scene);
    case 'settled': return settled(scene);
    case 'died': return died(scene);
    case 'other': return handedElsewhere(scene);
    case 'escorted': return escortHome(scene);
    case 'collected': return manner === 'origin' ? collectedByOrigin(scene) : collectedBy(scene, manner === 'unit' ? 'unit' : 'kin');
    case 'stock': return;
  }
}
