import type { AnyEvent, Statistics } from '@guitu/contracts';
import { components, foldPerson } from '@guitu/referral';
import type { CaseState, Custodian, Referral } from '@guitu/referral';
import { period, periodStart } from '../composition/calendar.js';
import { tally } from '../composition/figures.js';
import type { Figures } from '../composition/figures.js';
import type { DecidedHub } from './decided-hub.js';

type Add = (path: string, count?: number) => void;
const DAY_MS = 86_400_000;
const station = 'station-baoji';
const endOfPeriod = new Date(periodStart + period.days * DAY_MS).toISOString();
const inPeriod = (at: string): boolean => Date.parse(at) >= periodStart && at < endOfPeriod;

/** One admitted case as the log tells it: its state, its events, and what was counted when it was admitted. */
export interface Counted {
  readonly state: CaseState;
  readonly events: readonly AnyEvent[];
  readonly admitted: NonNullable<CaseState['admitted']>;
  readonly statistics: Statistics;
  readonly outcome: string;
  readonly ward: string | undefined;
}

const byExit: Readonly<Record<string, string>> = { '5.1': 'settled', '5.2': 'ticket', '5.4': 'terminated', '5.5': 'left', '5.6': 'escorted', '5.7': 'collected', '5.8': 'died', '5.10': 'other' };

function outcomeOf({ exit }: CaseState): string {
  if (exit === undefined || exit.at >= endOfPeriod) return 'stock';
  if (exit.code === '5.3') return exit.collector === undefined ? 'selfLeave' : 'collected';
  return byExit[exit.code] ?? exit.code;
}

/** The custodian at the end of the period. */
const finallyHeldBy = ({ custodyHistory }: CaseState): Custodian | undefined => custodyHistory.findLast(({ from }) => from < endOfPeriod)?.custodian;

export function admittedCases(hub: DecidedHub): Counted[] {
  return [...hub.states().values()].flatMap((state): Counted[] => {
    const { admitted } = state;
    if (admitted?.station !== station || !inPeriod(admitted.at)) return [];
    const events = hub.streams.get(`case-${state.caseId}`) ?? [];
    const ward = events.find(({ name }) => name === 'hospital-admitted');
    return [{ state, events, admitted, statistics: hub.sealed.get(admitted.eventId)?.['statistics'] as Statistics, outcome: outcomeOf(state), ward: ward === undefined ? undefined : (hub.sealed.get(ward.id)?.['ward'] as string) }];
  });
}

function countTable({ outcome, statistics }: Counted, add: Add): void {
  const { sex, ageBand, origin, limbDisability, mentalIllness, intellectualDisability } = statistics;
  for (const row of [outcome, 'all']) {
    add(`table/${row}/${ageBand}`);
    add(`table/${row}/${sex}`);
    add(`table/${row}/${origin === 'same-province' ? 'sameProvince' : origin === 'other-province' ? 'otherProvince' : 'unknownOrigin'}`);
    if (limbDisability) add(`table/${row}/limb`);
    if (mentalIllness) add(`table/${row}/mental`);
    if (intellectualDisability) add(`table/${row}/intellectual`);
    add(`table/${row}/total`);
  }
}

function channelOf(first: AnyEvent | undefined): string {
  if (first?.name === 'help-requested') return first.data.channel === 'walk-in' ? 'walk-in' : 'public';
  if (first?.name !== 'found') return 'none';
  if (first.actor.role === 'hospital') return 'hospital';
  if (first.data.reportedBy === 'own-patrol' || first.data.reportedBy === '110') return first.actor.role === 'police' ? 'police' : 'patrol';
  return 'public';
}

function neverPath({ state, outcome }: Counted): string {
  if (Object.keys(state.placements).length > 0) return 'elder-care';
  if (outcome === 'ticket' || outcome === 'selfLeave') return 'ticket-or-self-leave';
  return state.exit?.collector === 'kin' ? 'kin' : outcome;
}

const wardKinds: Readonly<Record<string, string>> = { psychiatric: 'psychiatric', infectious: 'infectious', general: 'acute', emergency: 'acute' };

function countCare(counted: Counted, add: Add): void {
  const { state, events, admitted, outcome, ward } = counted;
  const channel = channelOf(events[0]);
  const holder = finallyHeldBy(state);
  add(`channel/${channel}`);
  if (outcome === 'stock') add(`stock/${holder?.kind === 'organisation' ? holder.role : (holder?.kind ?? 'nobody')}`);
  if (outcome === 'settled') add(`settled/${Object.values(state.applications).find(({ status }) => status === 'approved')?.kind ?? 'none'}`);
  if (outcome === 'other') add(`other/${holder?.kind === 'external' && holder.externalKind === 'child-welfare' ? 'child-welfare' : 'department'}`);
  if (outcome === 'collected') add(`collected/${state.exit?.collector ?? 'nobody'}`);
  if (admitted.place === 'bedside') {
    add('hospitalFirst/total');
    add(`hospitalFirst/by/${channel}`);
    add(`hospitalFirst/kind/${wardKinds[ward ?? ''] ?? 'none'}`);
    add(events.some(({ name }) => name === 'sheltered') ? 'hospitalFirst/enters' : `hospitalFirst/never/${neverPath(counted)}`);
  }
  if (state.custodyHistory.some(({ custodian, from }) => custodian.kind === 'organisation' && custodian.role === 'hospital' && from > admitted.at)) add('hospitalLater');
  if (Object.keys(state.placements).length === 0) return;
  add('placed/total');
  const stays = holder?.kind === 'organisation' && holder.role === 'elder-care' ? 'stays' : 'hospital';
  add(`placed/outcome/${outcome === 'stock' ? stays : outcome === 'escorted' ? 'home' : outcome}`);
}

function countIdentity({ state, admitted, outcome, events }: Counted, add: Add): void {
  if (!events.some((event) => event.name === 'admitted' && !event.data.identified)) return;
  add('unidentified/total');
  if (state.identifiedAt === undefined) return add(`unidentified/known/${outcome === 'stock' ? 'open' : 'gone'}`);
  const days = (Date.parse(state.identifiedAt) - Date.parse(admitted.at)) / DAY_MS;
  add(`unidentified/known/${days <= 1 ? '24h' : days <= 10 ? '10d' : days <= 90 ? '90d' : 'later'}`);
}

function answerOf(returns: readonly Referral[]): string {
  const directed = returns.find(({ directedBy }) => directedBy !== undefined);
  if (directed?.directedBy !== undefined) return directed.directedBy === 'civil-610300' ? 'bureau' : directed.directedBy.endsWith('0000') ? 'province' : 'prefecture';
  if (returns.some(({ status }) => status === 'redirected')) return 'redirected';
  return returns.some(({ status }) => status === 'declined') ? 'open' : 'accepted';
}

function countReturns({ state, outcome, statistics }: Counted, add: Add): void {
  const referrals = Object.values(state.referrals);
  const returns = referrals.filter(({ purpose }) => purpose === 'return');
  if (returns.length > 0) {
    const last = returns.find(({ status }) => status === 'fulfilled' || status === 'withdrawn');
    add('returns/total');
    add(`returns/answer/${answerOf(returns)}`);
    add(`returns/end/${last === undefined ? 'open' : last.status === 'withdrawn' ? String(last.code) : outcome === 'escorted' ? 'escorted' : 'collected-by-origin'}`);
  }
  if (outcome !== 'escorted' || statistics.origin !== 'other-province') return;
  add('crossProvinceEscorts');
  add('relayLegs', referrals.filter(({ purpose, status }) => purpose === 'relay' && status === 'fulfilled').length);
}

function countOutside(states: Iterable<CaseState>, hub: DecidedHub, add: Add): void {
  for (const { admitted, opened, closed, caseId } of states) {
    const first = hub.streams.get(`case-${caseId}`)?.[0];
    if (admitted !== undefined || opened === undefined || closed === undefined || !(opened.organisation === station || opened.organisation.includes('-baoji'))) continue;
    if (closed.code === 'duplicate') add('outside/duplicates');
    else if (closed.code === 'kin-took-over') add('outside/kinTookOver');
    else add(first?.name === 'help-requested' ? 'outside/hotline' : 'outside/declined');
  }
}

/** Every number of protocol section 5 that the log can tell, from the folded cases alone. */
export function countFolded(hub: DecidedHub): Figures {
  const { add, figures } = tally();
  const cases = admittedCases(hub);
  for (const counted of cases) {
    countTable(counted, add);
    countCare(counted, add);
    countIdentity(counted, add);
    countReturns(counted, add);
    for (const { status, reservations } of Object.values(counted.state.handovers)) {
      if (status !== 'done') continue;
      add('handoversDone');
      if (reservations.length > 0 && reservations.every(({ outcome }) => outcome !== undefined)) add('handovers/reservations');
    }
    add('handovers/disputed', counted.events.filter(({ name }) => name === 'handover-disputed').length);
  }
  const persons = cases.map(({ state }) => state.personId);
  const links = [...hub.streams].filter(([stream]) => stream.startsWith('person-')).flatMap(([, events]) => foldPerson(events).links);
  const of = components(persons, links);
  add('persons/known', new Set(persons.map((person) => of.get(person))).size);
  const undone = [...hub.streams.values()].flat().filter((event) => event.name === 'unlinked' && event.actor.organisation === station);
  add('persons/wrongLinks', undone.length);
  countOutside(hub.states().values(), hub, add);
  return figures();
}
