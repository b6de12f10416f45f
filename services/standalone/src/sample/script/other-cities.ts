import type { Register } from '@guitu/referral';
import { inventPerson } from '../composition/persons.js';
import type { Somebody } from '../composition/profile.js';
import { seededRandom } from '../random.js';
import type { Random } from '../random.js';
import { asKnown } from './describe.js';
import { hand, localDay, refer } from './scene.js';
import { openStory } from './story.js';
import type { Story, Told } from './story.js';

/**
 * What the year of 宝鸡 does not hold, told at 常德 and 株洲, so that its figures stay exact: a refusal with notice, a hidden person, the end of a contract with people placed, a
 * wrong link, and a handover of the wrong man (protocol walks 11, 14, 18, 5, 17).
 */
const able = { impairment: false, mobilityImpaired: false } as const;
const confused = { impairment: true, mobilityImpaired: false, intellectualDisability: true } as const;
const estimate = { sex: '1', age: { from: 66, to: 74 }, origin: { division: '430000', estimated: true } } as const;
const at = (time: string): number => Date.parse(`2013-${time}+08:00`);

interface Teller extends Pick<Story, 'tell' | 'wait' | 'until' | 'now'> {
  readonly story: Story;
  readonly random: Random;
  holder: string | undefined;
}
const scene = (story: Story): Teller => ({ ...story, story, random: story.random, holder: undefined });

function admit(story: Story, station: string, person: Somebody | undefined, signs: typeof able | typeof confused): void {
  story.tell(station, 'eligibility-decided', { eligible: true, ground: person === undefined ? 'cannot-tell-helped-first' : 'away-from-home-without-means', place: 'station' });
  story.tell(station, 'admitted', { place: 'station', identified: person !== undefined, person: person === undefined ? estimate : asKnown(person), signs, shelter: { area: 'dormitory', bed: 'A-1' } });
}

/** Walk 11. */
function refusedWithNotice(story: Story, person: Somebody): void {
  const station = 'station-zhuzhou';
  story.tell(station, 'help-requested', { channel: 'walk-in', person: asKnown(person), signs: able, summary: '要求报销往返路费' });
  story.tell(station, 'eligibility-decided', { eligible: false, ground: 'does-not-meet-conditions', place: 'station', evidence: '本人有住所和存款' });
  story.wait(10, 20);
  story.tell(station, 'admission-refused', { notice: 'BJ20130514-001', code: 'not-eligible', deliveredAt: new Date(story.now()).toISOString(), remedyStated: true, reason: '不属于生活无着的流浪乞讨人员' });
  story.tell(station, 'case-closed', { code: 'refused' });
}

/** Walk 14: nobody is told where she is. */
function hidden(story: Story, person: Somebody): void {
  const [police, station] = ['police-changde-wuling', 'station-changde'];
  story.tell(police, 'found', { disposition: 'taken-along', reportedBy: '110', division: '430702', person: asKnown(person), signs: able, place: '武陵区某小区', course: '报警称遭家人殴打' });
  story.tell(police, 'protection-set', { ground: 'domestic-violence', details: '请勿告知家属' });
  const told = scene(story);
  const sent = refer(told, police, station, { purpose: 'admission', needsEscort: true });
  story.wait(20, 40);
  hand(told, police, station, { referral: sent.id('referralId') });
  admit(story, station, person, able);
  story.until(at('07-06T09:30:00'));
  story.tell(station, 'ticket-issued', { carrier: 'rail', direct: true, costFen: 7_650, route: '常德—娘家' });
  story.tell(station, 'exit-completed', { code: '5.2', belongingsReturned: true });
  story.tell(station, 'case-closed', { code: 'exited' });
}

/** With a partner, by contract; answers the placement. */
function placeWith(told: Teller, station: string, office: string, from: string, partner: string, contract: string): Told {
  const { story } = told;
  const sent = refer(told, station, partner, { purpose: 'placement', reason: '需长期照料' });
  story.tell(office, 'placement-approved', { referralId: sent.id('referralId'), approval: `TY${localDay(story.now())}` });
  story.wait(60, 120);
  hand(told, from, partner, { referral: sent.id('referralId'), documents: ['健康状况交接单'] });
  return story.tell(station, 'placement-started', { partner, contract, from: localDay(story.now()), careLevel: 'partial' });
}

function broughtIn(told: Teller, police: string, station: string, division: string): void {
  const { story } = told;
  story.tell(police, 'found', { disposition: 'taken-along', reportedBy: 'public', division, person: estimate, signs: confused, place: '长途汽车站', course: '说不清姓名住址' });
  const sent = refer(told, police, station, { purpose: 'admission', needsEscort: true });
  hand(told, police, station, { referral: sent.id('referralId') });
  admit(story, station, undefined, confused);
}

/** Walk 18: the contract ends, the person is still there; a new partner takes over. */
function contractEnds(story: Story): void {
  const [station, office, first, second] = ['station-changde', 'civil-430700', 'care-changde-wuling', 'care-changde-dingcheng'];
  const told = scene(story);
  broughtIn(told, 'police-changde-wuling', station, '430702');
  story.until(at('06-20T09:00:00'));
  const before = placeWith(told, station, office, station, first, 'wuling-2012');
  story.until(at('10-08T09:00:00'));
  placeWith(told, station, office, first, second, 'dingcheng-2013');
  story.tell(station, 'placement-ended', { placementId: before.id('placementId'), until: localDay(story.now()), code: 'contract-ended' });
}

/** Walk 17: the partner signs for one man and finds another; one proposes to void, the other voids; the right handover follows. */
function wrongMan(story: Story): void {
  const [station, office, partner] = ['station-zhuzhou', 'civil-430200', 'care-zhuzhou-lukou'];
  const told = scene(story);
  broughtIn(told, 'police-zhuzhou', station, '430200');
  story.until(at('08-12T10:00:00'));
  const sent = refer(told, station, partner, { purpose: 'placement' });
  story.tell(office, 'placement-approved', { referralId: sent.id('referralId'), approval: 'TY2013-0812' });
  const referralId = sent.id('referralId');
  const offered = story.tell(station, 'handover-offered', { to: partner, referralId });
  const signed = story.tell(partner, 'handed-over', { handoverId: offered.id('handoverId'), to: { kind: 'organisation', organisation: partner }, referralId });
  story.wait(60, 120);
  story.tell(partner, 'void-proposed', { target: signed.event, reason: '核对后发现签收的不是此人' });
  story.tell(station, 'voided', { target: signed.event, reason: '经核对，撤销签收' });
  story.wait(60, 120);
  story.tell(partner, 'handed-over', { handoverId: offered.id('handoverId'), to: { kind: 'organisation', organisation: partner }, referralId });
  story.tell(station, 'placement-started', { partner, contract: 'lukou-2013', from: localDay(story.now()) });
}

/** Walk 5, first city: out of the hospital before anybody knew who he was, and by then able to. */
function leftHospital(story: Story): void {
  const [hospital, station] = ['hospital-zhuzhou-general', 'station-zhuzhou'];
  story.tell(hospital, 'found', { disposition: 'taken-along', reportedBy: 'ambulance', division: '430200', person: { ...estimate, age: { from: 35, to: 45 } }, signs: { impairment: true, mobilityImpaired: false }, course: '昏倒路边' });
  story.tell(hospital, 'medically-screened', { result: 'inpatient', categories: ['acute-illness'] });
  story.tell(hospital, 'hospital-admitted', { signedBy: 'hospital', ward: 'emergency', ground: 'medical-necessity' });
  const sent = story.tell(hospital, 'bedside-requested', { to: station });
  story.tell(station, 'referral-received', { referralId: sent.id('referralId'), signedBy: '值班员' });
  story.tell(station, 'referral-accepted', { referralId: sent.id('referralId') });
  story.tell(station, 'eligibility-decided', { eligible: true, ground: 'cannot-tell-helped-first', place: 'bedside' });
  story.tell(station, 'admitted', { place: 'bedside', identified: false, person: { ...estimate, age: { from: 35, to: 45 } }, signs: { impairment: true, mobilityImpaired: false } });
  story.until(at('09-09T08:00:00'));
  story.tell(hospital, 'condition-stabilised', { person: { ...estimate, age: { from: 35, to: 45 } }, signs: able, findings: '神志清楚' });
  story.wait(300, 500);
  story.tell(hospital, 'left-without-formalities', { account: '查房时不在床位' });
  story.tell(station, 'exit-completed', { code: '5.5', belongingsReturned: false });
  story.tell(station, 'case-closed', { code: 'exited' });
}

/** Walk 5, second city: thought to be the man from the hospital; he is not, and all that was done on the strength of it is taken back. */
function foundElsewhere(story: Story, earlier: Story, person: Somebody): void {
  const station = 'station-changde';
  story.tell(station, 'help-requested', { channel: 'walk-in', person: { sex: '1', age: { from: 35, to: 45 } }, signs: able, summary: '钱物丢失，无法返乡' });
  story.tell(station, 'eligibility-decided', { eligible: true, ground: 'away-from-home-without-means', place: 'station' });
  story.tell(station, 'admitted', { place: 'station', identified: false, person: { sex: '1', age: { from: 35, to: 45 } }, signs: able });
  const link = story.tell(station, 'linked', { otherCase: earlier.case, method: 'face-comparison', evidence: '面部比对相似' }, [`${earlier.key}#0`]);
  story.tell(station, 'identity-established', { method: 'earlier-case', confidence: 'probable', evidence: [], person: asKnown(person) });
  story.tell(station, 'return-requested', { to: 'civil-430523', needsEscort: false });
  story.until(at('09-27T10:00:00'));
  story.tell(station, 'unlinked', { otherCase: earlier.case, linkId: link.id('linkId'), reason: '指纹不符' });
  story.tell(station, 'identity-withdrawn', { code: 'unlinked', reason: '关联有误' });
  story.tell(station, 'ticket-issued', { carrier: 'coach', direct: true, costFen: 4_500 });
  story.tell(station, 'exit-completed', { code: '5.2', belongingsReturned: true });
  story.tell(station, 'case-closed', { code: 'exited' });
}

export function otherCities(seed: string, register: Pick<Register, 'roleOf'>): Story[] {
  const tell = (key: string, time: string): Story => openStory(key, at(time), seededRandom(`${seed}/story/${key}`), register);
  const person = (key: string, male: boolean): Somebody => inventPerson(key, { band: 'adult', male, sameProvince: true, almostAdult: false }, '430523', seededRandom(`${seed}/person/${key}`));
  const stories = { refused: tell('s0001', '05-14T09:40:00'), hidden: tell('s0002', '07-03T21:10:00'), contract: tell('s0003', '06-02T10:20:00'), wrong: tell('s0004', '07-30T14:00:00'), left: tell('s0005', '09-02T16:30:00'), elsewhere: tell('s0006', '09-25T09:10:00') };
  refusedWithNotice(stories.refused, person('s0001', true));
  hidden(stories.hidden, person('s0002', false));
  contractEnds(stories.contract);
  wrongMan(stories.wrong);
  leftHospital(stories.left);
  foundElsewhere(stories.elsewhere, stories.left, person('s0006', true));
  return Object.values(stories);
}
