import type { Register } from '@guitu/referral';
import type { OutsideProfile } from '../composition/profile.js';
import { seededRandom } from '../random.js';
import { discharge, intake } from './hospital.js';
import type { Patient } from './hospital.js';
import { caseRef, station } from './scene.js';
import { openStory } from './story.js';
import type { Story } from './story.js';
import { stationDivision, world } from './world.js';
import { appearance, clerk, spot } from './words.js';

interface Contact {
  readonly outside: OutsideProfile;
  readonly story: Story;
}

const free = { impairment: false, mobilityImpaired: false } as const;
const seen = ({ outside: { person, estimate }, story }: Contact) => ({ sex: person.sex, age: estimate, appearance: appearance(story.random) });

/** A free adult on the street who says no: told about help, given a card, left alone. */
function declines(contact: Contact, by: string, first: boolean): void {
  const { story } = contact;
  const { random } = story;
  story.tell(by, 'found', {
    disposition: 'left', reportedBy: first ? random.pick(['own-patrol', 'own-patrol', 'city-management', 'grid', 'public']) : '12345', division: stationDivision, toldAboutHelp: true,
    person: seen(contact), signs: free, place: spot(random), wish: random.pick(['不愿进站', '等人', '想继续拾荒', '自己有住处']),
  });
  story.tell(first ? by : station, 'help-declined', { cardGiven: random.chance(0.8), statement: '本人表示不需要救助' });
  story.tell(first ? by : station, 'case-closed', { code: 'declined' });
}

function calls({ story }: Contact): void {
  const { random } = story;
  story.tell(station, 'help-requested', { channel: random.pick(['12345', 'station-hotline', 'station-hotline']), caller: random.pick(['路过市民', '本人来电', '商铺店主']), summary: `${spot(random)}有人露宿`, recording: `LY-${story.key}` });
}

function nobodyThere({ story }: Contact): void {
  story.wait(60, 400);
  story.tell(station, 'case-closed', { code: 'not-arrived', note: '到场未见其人' });
}

/** Kin come before anybody has admitted: to the police, or to the hospital that has called the station already. */
function kinTookOver(contact: Contact): void {
  const { story } = contact;
  const { random } = story;
  const kin = { collector: 'kin', identityChecked: true, relationChecked: true, name: '亲属某', relation: random.pick(['父亲', '配偶', '女儿', '兄长']) } as const;
  const found = { disposition: 'taken-along', division: stationDivision, person: seen(contact), signs: { impairment: true, mobilityImpaired: false }, place: spot(random) } as const;
  if (random.chance(0.5)) {
    const police = world.police(random);
    story.tell(police, 'found', { ...found, reportedBy: '110' });
    story.tell(police, 'kin-contacted', { result: 'will-collect', relation: kin.relation });
    story.wait(60, 300);
    story.tell(police, 'collected', kin);
    story.tell(police, 'case-closed', { code: 'kin-took-over' });
    return;
  }
  const hospital = world.hospital('acute', random);
  story.tell(hospital, 'found', { ...found, reportedBy: 'ambulance' });
  const patient: Patient = { profile: { band: 'adult', almostAdult: false, channel: 'hospital', group: 'mental' }, story, random, hospital };
  intake(patient, hospital, 'acute');
  const asked = story.tell(hospital, 'bedside-requested', { to: station, reason: '患者无亲属陪同' });
  const referralId = asked.id('referralId');
  story.tell(station, 'referral-received', { referralId, signedBy: clerk(random) });
  story.wait(300, 900);
  story.tell(hospital, 'kin-contacted', { result: 'will-collect', relation: kin.relation });
  discharge(patient, 'kin');
  story.tell(hospital, 'collected', kin);
  story.tell(hospital, 'referral-withdrawn', { referralId, code: 'kin-came' });
  story.tell(hospital, 'case-closed', { code: 'kin-took-over' });
}

/** A second report of somebody who is on the way to the station already (protocol walk 16). `accepted`: the step by which the other case was kept, and its time. */
function secondReport({ outside, story }: Contact, accepted: { readonly id: string; readonly occurredAt: number }): void {
  const { survivor = '' } = outside;
  const police = 'police-baoji';
  story.tell(police, 'help-requested', { channel: '110', caller: '路过市民', summary: `${spot(story.random)}有一人需要帮助` });
  const sent = story.tell(police, 'referral-sent', { to: station, purpose: 'admission' });
  const referralId = sent.id('referralId');
  story.tell(station, 'referral-received', { referralId, signedBy: clerk(story.random) });
  story.until(accepted.occurredAt + 6 * 60_000);
  story.tell(station, 'duplicate-declared', { survivor: caseRef(survivor), evidence: '与在站人员为同一人' }, [accepted.id]);
  story.tell(station, 'referral-lapsed', { referralId, code: 'duplicate' });
  story.tell(police, 'case-closed', { code: 'duplicate', survivor: caseRef(survivor) });
}

/** What happened beside the person-times. `acceptedAs`: the step of the surviving case that accepted this duplicate. */
export function outsideStory(outside: OutsideProfile, seed: string, register: Pick<Register, 'roleOf'>, acceptedAs: (duplicate: string) => { readonly id: string; readonly occurredAt: number }): Story {
  const story = openStory(outside.key, outside.start, seededRandom(`${seed}/story/${outside.key}`), register);
  const contact: Contact = { outside, story };
  switch (outside.kind) {
    case 'declined':
      declines(contact, story.random.chance(0.65) ? station : world.police(story.random), true);
      break;
    case 'hotline':
      calls(contact);
      story.wait(20, 60);
      if (story.random.chance(0.35)) declines(contact, station, false);
      else nobodyThere(contact);
      break;
    case 'kin-took-over':
      kinTookOver(contact);
      break;
    case 'duplicate':
      secondReport(contact, acceptedAs(outside.key));
  }
  return story;
}
