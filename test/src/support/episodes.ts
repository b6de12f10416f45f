import type { CommandBody } from '@guitu/client';
import type { Signs } from '@guitu/contracts';
import { contracts } from './register.js';
import type { OrganisationId } from './register.js';
import type { StoryHub } from './story.js';
import { able } from './people.js';
import { idIn, tell } from './story.js';
import type { Story } from './story.js';

type Who = CommandBody<'found'>['person'];

/** Who somebody is and what they may do, as every opening event asks. */
export const foundBody = (person: Who, signs: Signs, part: Partial<CommandBody<'found'>> = {}): CommandBody<'found'> => ({
  disposition: 'taken-along', reportedBy: 'own-patrol', division: '610302', person, signs, place: '火车站西广场候车亭', course: '巡逻时发现其独自露宿', ...part,
});

/** Eligible, admitted and given a bed, in the station. The person is there already, or stands at the counter. */
export async function admitAtStation(story: Story, station: OrganisationId, person: Who, signs: Signs, before: { readonly decided: string }, identified = true): Promise<void> {
  await story.step(station, 'eligibility-decided', { eligible: true, ground: 'away-from-home-without-means', place: 'station', evidence: '本人自述钱财用尽' }, before.decided);
  await story.step(station, 'admitted', { place: 'station', identified, person, signs, course: '外出务工途中失去依靠', shelter: { area: 'dormitory', bed: 'B-12' } }, `${station}/${station}`);
}

/** The hospital calls the station to the bedside; the station becomes responsible, the person stays where he is. */
export async function bedside(story: Story, hospital: OrganisationId, station: OrganisationId): Promise<string> {
  return await story.refer(hospital, station, { purpose: 'bedside', reason: '无人陪护，请到床前接管' }, { expected: `${hospital}/${station} f` });
}

export async function admitAtBedside(story: Story, hospital: OrganisationId, station: OrganisationId, person: Who, signs: Signs, identified = false): Promise<void> {
  await story.step(station, 'eligibility-decided', { eligible: true, ground: 'cannot-tell-helped-first', place: 'bedside', evidence: '床前核实' });
  await story.step(station, 'admitted', { place: 'bedside', identified, person, signs, course: '来历不明' }, `${hospital}/${station}`);
}

/** A placement from asking to the contract fact. Custody goes to the partner, responsibility stays. */
export async function place(story: Story, from: OrganisationId, partner: 'care-taibai' | 'care-weihe', office: OrganisationId): Promise<{ readonly referralId: string; readonly placementId: string }> {
  const station = 'station-baoji';
  const contract = partner === 'care-taibai' ? contracts.taibai : contracts.weihe;
  const referralId = await story.refer(station, partner, { purpose: 'placement', reason: '需要长期照料' });
  await story.step(office, 'placement-approved', { referralId, approval: '宝民托〔2013〕7号', note: '同意托养' });
  await story.handOver(from, partner, referralId, `${partner}/${station}`);
  const { ids } = await story.step(station, 'placement-started', { partner, contract: contract.id, from: story.now().slice(0, 10), careLevel: 'full' });
  return { referralId, placementId: idIn(ids, 'placementId') };
}

/** Somebody whom the police brought to the station and who is admitted there. */
export async function broughtToStation(hub: StoryHub, from: string, person: Who, signs: Signs = able, identified = true): Promise<Story> {
  const [police, station] = ['police-baoji', 'station-baoji'] as const;
  const story = await tell(hub, from, police, 'found', foundBody(person, signs), `${police}~/${police} f`);
  const referralId = await story.refer(police, station, { purpose: 'admission', reason: '无处可去，送站救助' });
  await story.handOver(police, station, referralId, `${station}/${station} f`);
  await admitAtStation(story, station, person, signs, { decided: `${station}/${station} f` }, identified);
  return story;
}

/** The way home with an escort of the holder, to the door of the office: away, handed over, and the escort back. */
export async function escortHome(story: Story, from: OrganisationId, to: OrganisationId, referralId: string, agrees: boolean): Promise<void> {
  const { ids } = await story.step(from, 'escort-departed', { referralId, escorts: 2, ...(agrees ? { personAgrees: true } : {}), route: '经西安、长沙中转', staff: ['护送员郑国强', '护送员钱小红'] }, `${from}~/${from}`);
  await story.handOver(from, to, referralId, `${to}/${to}`);
  await story.step(from, 'escort-ended', { escortId: idIn(ids, 'escortId'), result: 'delivered', details: '当面交接，本人情绪平稳' });
}
