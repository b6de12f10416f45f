import type { CaseView } from '@guitu/contracts';
import type { CommandBody, CommandName } from '@guitu/client';
import { foundBody } from '../../support/episodes.js';
import { able, confused, manOf } from '../../support/people.js';
import type { OrganisationId } from '../../support/register.js';
import type { Chance } from '../../support/seed.js';

/** One thing that an organisation may do to a case, mostly legal in the state that the view shows. */
export interface Move {
  readonly by: OrganisationId;
  readonly name: CommandName;
  readonly body: object;
}
const move = <N extends CommandName>(by: OrganisationId, name: N, body: CommandBody<N>): Move => ({ by, name, body });

const [P, H, S, S2, E, O] = ['police-baoji', 'hospital-baoji', 'station-baoji', 'station-changde', 'care-weihe', 'office-dingcheng'] as const;
/** Those who act at random. */
export const everybody: readonly OrganisationId[] = [P, H, S, S2, E, O];
const person = manOf('樊大海', '430703197001010019', '1970-01-01');

const isOurs = (id: string | undefined): id is OrganisationId => everybody.some((known) => known === id);
const open = new Set(['requested', 'received', 'accepted']);

function referralMoves({ referrals }: CaseView, chance: Chance): Move[] {
  return referrals.flatMap(({ id: referralId, receiver, asker, purpose, status }) => {
    if (!open.has(status) || !isOurs(receiver) || !isOurs(asker)) return [];
    return [
      move(receiver, 'referral-received', { referralId, signedBy: '签收人' }),
      move(receiver, 'referral-accepted', { referralId, ...(purpose === 'return' ? { mode: 'escort-to-us' } : {}) }),
      move(receiver, 'referral-accepted', { referralId, ...(purpose === 'return' ? { mode: 'will-collect' } : {}) }),
      move(receiver, 'referral-declined', { referralId, code: purpose === 'return' ? 'O2' : 'no-capacity' }),
      move(receiver, 'referral-redirected', { referralId, to: chance.pick(everybody.filter((id) => id !== receiver && id !== asker)) }),
      move(asker, 'referral-withdrawn', { referralId, code: 'no-longer-needed' }),
    ];
  });
}

function handoverMoves({ handovers = [] }: CaseView): Move[] {
  return handovers.flatMap(({ id: handoverId, status, giver, to }) => {
    const [from, receiver] = [giver.organisation, to.organisation];
    if ((status !== 'offered' && status !== 'disputed') || !isOurs(from) || !isOurs(receiver)) return [];
    const sign = move(receiver, 'handed-over', { handoverId, to: { kind: 'organisation', organisation: receiver } });
    return [sign, sign, sign, move(receiver, 'handover-disputed', { handoverId, code: 'unfit' }), move(from, 'handover-withdrawn', { handoverId })];
  });
}

function holderMoves({ custodian, responsible, referrals }: CaseView, chance: Chance): Move[] {
  const holder = custodian?.organisation;
  if (!isOurs(holder)) return [];
  const accepted = referrals.filter(({ status }) => status === 'accepted');
  return [
    ...accepted.flatMap(({ id: referralId, receiver: to = '' }) => [move(holder, 'handover-offered', { to, referralId }), move(holder, 'handover-offered', { to, referralId }), move(holder, 'escort-departed', { referralId, escorts: 1, personAgrees: true })]),
    ...(responsible?.organisation === holder || !isOurs(responsible?.organisation) ? [] : [move(holder, 'handover-offered', { to: responsible.organisation })]),
    ...(holder === H ? [move(holder, 'referral-sent', { to: chance.pick([S, S2]), purpose: 'bedside' })] : [move(holder, 'referral-sent', { to: H, purpose: 'medical' })]),
    move(holder, 'referral-sent', { to: chance.pick([S, S2]), purpose: 'admission' }),
    move(holder, 'referral-sent', { to: E, purpose: 'placement' }),
    move(holder, 'condition-assessed', { person, signs: chance.percent(50) ? able : confused }),
    ...(chance.percent(20) ? [move(holder, 'left-without-formalities', {}), move(holder, 'self-leave-declared', { statement: '声明-0001', needsTicket: false })] : []),
    ...(holder === H && chance.percent(50) ? [move(H, 'discharged', { certificate: '出院证-1', destination: 'station' })] : []),
  ];
}

/** Mostly what fits the state, so that cases get far; what does not fit is tried by the wrong senders and by those who are late. */
function responsibleMoves({ responsible, custodian, admittedAt, exit }: CaseView, chance: Chance): Move[] {
  const mine = responsible?.organisation;
  if (!isOurs(mine)) return [];
  const station = mine === S || mine === S2;
  const place = custodian?.organisation === mine || custodian?.kind === 'self' ? 'station' : 'bedside';
  const eligible = move(mine, 'eligibility-decided', { eligible: true, ground: 'away-from-home-without-means', place });
  const admitted = move(mine, 'admitted', { place, identified: true, person, signs: chance.percent(60) ? able : confused, ...(place === 'station' ? { shelter: { area: 'dormitory' } } : {}) });
  return [
    ...(station && admittedAt === undefined ? [eligible, eligible, admitted, admitted] : []),
    ...(station && admittedAt !== undefined && exit === undefined
      ? [
          move(mine, 'referral-sent', { to: O, purpose: 'return' }),
          move(mine, 'referral-sent', { to: mine === S ? S2 : S, purpose: 'relay' }),
          move(mine, 'ticket-issued', { carrier: 'rail', direct: true, costFen: 1_000 }),
          move(mine, 'exit-completed', { code: chance.pick(['5.2', '5.3', '5.5', '5.6', '5.7']), belongingsReturned: true }),
        ]
      : []),
    move(mine, 'note-added', { note: '已安排晚餐' }),
    move(mine, 'kin-contacted', { result: 'will-collect' }),
    move(mine, 'police-reported', { ground: 'missing' }),
    move(mine, 'case-closed', { code: exit === undefined ? chance.pick(['declined', 'left', 'kin-took-over']) : 'exited' }),
    ...(mine === O ? [move(O, 'returned', { outcome: 'family' })] : []),
    ...(custodian?.kind === 'unlocated' || custodian?.kind === 'not-met' ? [move(mine, 'found', foundBody(person, able))] : []),
  ];
}

/** How a case begins: found by the police, or told to the station; by whom is drawn where nobody is named. */
export const opening = (chance: Chance, by: OrganisationId = chance.percent(30) ? S : P): Move =>
  by === S ? move(S, 'help-requested', { channel: 'station-hotline', caller: '市民' }) : move(by, 'found', foundBody(person, chance.percent(50) ? able : confused));

/** What might come next, and who would do it; an empty list where nobody of ours can go on. */
export function movesOf(view: CaseView, chance: Chance): readonly Move[] {
  if (view.status === 'closed') return [];
  return [...referralMoves(view, chance), ...handoverMoves(view), ...holderMoves(view, chance), ...responsibleMoves(view, chance)];
}

/** Two cases that the station holds to be one person's. */
export const linking = (by: OrganisationId, otherCase: string): Move => move(by, 'linked', { otherCase, method: 'staff-recognition', evidence: '值班员认出' });
