import type { Act } from './identity-track.js';
import { onDay, station } from './scene.js';
import type { Scene } from './scene.js';
import type { IdOf } from './step.js';
import { bureau, stationProvince, world } from './world.js';
import { clerk, placeName } from './words.js';

const DAY_MS = 86_400_000;

/** How the office takes the person: it collects, or the station brings. */
const modeOf = ({ profile }: Scene): 'will-collect' | 'escort-to-us' => (profile.manner === 'origin' ? 'will-collect' : 'escort-to-us');

function ask(scene: Scene, to: string, directedBy?: string): IdOf {
  const { story, profile, random } = scene;
  const sent = story.tell(station, 'return-requested', {
    to, needsEscort: profile.manner !== 'kin', reason: `${placeName(profile.person.county)}籍人员，请协助接收`, ...(directedBy === undefined ? {} : { directedBy }),
  });
  const referralId = sent.id('referralId');
  story.wait(60, 240);
  story.tell(to, 'referral-received', { referralId, signedBy: clerk(random) });
  return referralId;
}

function accept(scene: Scene, referralId: IdOf): void {
  const { story, office } = scene;
  story.tell(office, 'return-accepted', { referralId, mode: modeOf(scene), note: '已与家属及乡镇联系' });
  scene.return = referralId;
}

/** The office that decides, and those that pass the matter up to it. Each decides over its own counties. */
function ladder({ profile }: Scene): readonly string[] {
  const { county } = profile.person;
  if (profile.return === 'bureau') return [bureau];
  if (profile.return === 'prefecture') return [bureau, world.prefectureOffice(county)];
  return [bureau, stationProvince, world.provinceOffice(county)];
}

const refusals = { O1: '乡镇表示无法安排人员', O2: '户籍档案中查无此人', O3: '本县无安置机构' } as const;

function decline(scene: Scene, referralId: IdOf): void {
  const { story, random, office } = scene;
  const code = random.pick(['O1', 'O1', 'O2', 'O3'] as const);
  story.tell(office, 'return-declined', { referralId, code, note: refusals[code] });
}

/** Declined; taken up from level to level until an office above the county orders it. `step` milliseconds between the levels. */
function escalationActs(scene: Scene, from: number, step: number, referral: () => IdOf): Act[] {
  const { story, office } = scene;
  const offices = ladder(scene);
  let escalation: IdOf | undefined;
  const raise = (asker: string, to: string): void => {
    const previous = escalation === undefined ? {} : { previous: escalation };
    escalation = story.tell(asker, 'escalation-raised', { to, issue: 'return-refused', referralId: referral(), details: '流出地不予接收，请协调', ...previous }).id('escalationId');
  };
  const deciding = offices.at(-1) ?? bureau;
  return [
    ...offices.map((to, index): Act => ({ at: from + (index + 1) * step, play: () => raise(offices[index - 1] ?? station, to) })),
    {
      at: from + (offices.length + 1) * step,
      play: () => {
        if (escalation !== undefined) story.tell(deciding, 'escalation-resolved', { escalationId: escalation, outcome: 'accept-ordered', directs: office, reason: '户籍属实，应予接收' });
        scene.return = ask(scene, office, deciding);
      },
    },
  ];
}

/** The return loop: asked, signed for, and accepted, redirected to the right county, refused and ordered, or refused and still open. `wrong` is the county asked first. */
export function returnActs(scene: Scene, wrong: string): Act[] {
  const { profile, story, random, office } = scene;
  const { returnAsked, returnAccepted } = profile.days;
  if (profile.return === undefined || returnAsked === undefined || returnAccepted === undefined) return [];
  const asked = onDay(scene, returnAsked, 9.5);
  const answered = onDay(scene, returnAccepted, 15);
  let referral: IdOf | undefined;
  const sent = (): IdOf => {
    if (referral === undefined) throw new RangeError('the return was not asked for yet');
    return referral;
  };
  const first = profile.return === 'redirected' ? world.office(wrong) : office;
  const asking: Act = {
    at: asked,
    play: () => {
      if (profile.known === undefined || random.chance(0.3)) story.tell(station, 'kin-contacted', { result: profile.manner === 'kin' ? 'will-receive' : random.pick(['K1', 'K1', 'K2', 'K3', 'K4', 'informed']), relation: '家属', said: '已电话联系，情况已告知' });
      referral = ask(scene, first);
    },
  };
  switch (profile.return) {
    case 'accepted':
      return [asking, { at: answered, play: () => accept(scene, sent()) }];
    case 'redirected':
      return [
        asking,
        { at: asked + DAY_MS, play: () => { referral = story.tell(first, 'referral-redirected', { referralId: sent(), to: office, note: '经查非本辖区户籍' }).id('newId'); story.wait(60, 200); story.tell(office, 'referral-received', { referralId: sent(), signedBy: clerk(random) }); } },
        { at: answered, play: () => accept(scene, sent()) },
      ];
    case 'open': {
      const refused = asked + 2 * DAY_MS;
      return [asking, { at: refused, play: () => decline(scene, sent()) }, { at: refused + DAY_MS, play: () => void story.tell(station, 'escalation-raised', { to: bureau, issue: 'return-refused', referralId: sent(), details: '流出地不予接收，请协调' }) }];
    }
    default: {
      const refused = asked + DAY_MS;
      const step = Math.floor((answered - refused) / (ladder(scene).length + 2));
      return [
        asking,
        { at: refused, play: () => decline(scene, sent()) },
        ...escalationActs(scene, refused, step, sent),
        { at: answered, play: () => { if (scene.return !== undefined) accept(scene, scene.return); } },
      ];
    }
  }
}
