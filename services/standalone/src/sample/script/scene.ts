import type { HospitalKind, Profile } from '../composition/profile.js';
import type { Random } from '../random.js';
import type { CaseOf, IdOf, StepBody } from './step.js';
import type { Story, Told } from './story.js';
import { station, world } from './world.js';
import { clerk } from './words.js';

const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;

/** What the writers of one person-time share: the story, and where the person is in it. */
export interface Scene {
  readonly profile: Profile;
  readonly story: Story;
  readonly random: Random;
  /** Police that found the person, or would have. */
  readonly police: string;
  /** Organisation that holds the person; undefined while custody is with the person. */
  holder: string | undefined;
  hospital: string | undefined;
  /** Return that the office of origin accepted in the end, and that office. */
  return: IdOf | undefined;
  office: string;
  placement: { readonly id: IdOf; readonly partner: string } | undefined;
  /** The first list of belongings. */
  list: IdOf | undefined;
  guardian: string | undefined;
  /** Published tracing notice. */
  notice: IdOf | undefined;
}

export function openScene(profile: Profile, story: Story): Scene {
  const { random } = story;
  return { profile, story, random, police: world.police(random), holder: undefined, hospital: undefined, return: undefined, office: world.office(profile.person.county), placement: undefined, list: undefined, guardian: undefined, notice: undefined };
}

/** A time of day (hours, +08:00) so many days after the day of arrival. */
export function onDay({ profile: { start } }: Pick<Scene, 'profile'>, day: number, hour: number): number {
  const midnight = Math.floor((start + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;
  return midnight + day * DAY_MS + hour * 3_600_000;
}
/** The local calendar day of a time. */
export const localDay = (time: number): string => new Date(time + OFFSET_MS).toISOString().slice(0, 10);

type Referred = StepBody<'referral-sent'>;

/** A referral that is sent, signed for and accepted. */
export function refer({ story, random }: Pick<Scene, 'story' | 'random'>, from: string, to: string, body: Omit<Referred, 'to'>): Told {
  const sent = story.tell(from, 'referral-sent', { ...body, to } as Referred);
  const referralId = sent.id('referralId');
  story.tell(to, 'referral-received', { referralId, signedBy: clerk(random) });
  story.tell(to, 'referral-accepted', { referralId });
  return sent;
}

export interface HandoverDetails {
  readonly referral?: IdOf;
  readonly items?: StepBody<'handover-offered'>['items'];
  readonly documents?: readonly string[];
  readonly condition?: string;
  readonly reservation?: Profile['reservation'];
  /** Disputed once, offered again, then signed. */
  readonly disputed?: { readonly code: 'not-agreed' | 'no-discharge-certificate'; readonly details: string };
}

const missing: Readonly<Record<string, string>> = { cash: '登记现金与实点不符', goods: '交接单所列物品少一件', papers: '随附材料不全，待补', condition: '交接时发现体温偏高，已记录' };

/** A handover by both sides; the person is with the receiver afterwards. */
export function hand(scene: Pick<Scene, 'story' | 'random'> & { holder: string | undefined }, from: string, to: string, { referral, items, documents, condition, reservation, disputed }: HandoverDetails = {}): Told {
  const { story, random } = scene;
  const under = referral === undefined ? {} : { referralId: referral };
  const offer = { to, ...under, ...(items === undefined ? {} : { items }), ...(documents === undefined ? {} : { documents }), ...(condition === undefined ? {} : { condition }) };
  let offered = story.tell(from, 'handover-offered', offer);
  if (disputed !== undefined) {
    story.tell(to, 'handover-disputed', { handoverId: offered.id('handoverId'), ...disputed });
    story.wait(40, 150);
    offered = story.tell(from, 'handover-offered', offer);
  }
  const handoverId = offered.id('handoverId');
  const noted = reservation === undefined ? {} : { reservations: [{ kind: reservation }], reservationDetails: [missing[reservation] ?? '差异'] };
  story.tell(to, 'handed-over', { handoverId, to: { kind: 'organisation', organisation: to }, ...under, ...noted, signedBy: clerk(random) });
  if (reservation !== undefined) {
    story.wait(30, 90);
    story.tell(from, 'difference-settled', { handoverId, reservation: 0, outcome: random.pick(['delivered', 'explained', 'explained']), details: '已核对并说明' });
  }
  scene.holder = to;
  return offered;
}

export const kindOf = ({ hospitalFirst, hospitalLater }: Pick<Profile, 'hospitalFirst' | 'hospitalLater'>): HospitalKind => hospitalFirst?.kind ?? hospitalLater ?? 'acute';
export const caseRef = (key: string): CaseOf => ({ $case: key });
export { station };
