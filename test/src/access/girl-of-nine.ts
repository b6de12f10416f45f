import type { CaseView } from '@guitu/contracts';
import { ServiceProblem, createClient } from '@guitu/client';
import type { Client, CommandAnswer, CommandBody, CommandName } from '@guitu/client';
import { sampleSecret, systemRuntime } from '@guitu/service-kit';
import type { TestHub } from '../support/hub.js';
import { roleOf } from '../support/register.js';
import type { OrganisationId } from '../support/register.js';
import { idIn } from '../support/story.js';

export const girl = { name: '陈小雨', idNumber: '430703200402175627', sex: '2', age: { from: 9, to: 9 }, origin: { division: '430703', estimated: false } } as const;
const signs = { impairment: false, mobilityImpaired: false };

/** A worker of an organisation at a moment of the business clock; a client that names nobody without a user. */
export interface Worker {
  readonly of: OrganisationId;
  readonly user?: string;
  readonly now: string;
}

/** One case as its agencies play it, each by name. */
export interface Played {
  readonly caseId: string;
  send<N extends CommandName>(worker: Worker, name: N, body: CommandBody<N>): Promise<CommandAnswer>;
  refused<N extends CommandName>(worker: Worker, name: N, body: CommandBody<N>): Promise<string>;
  view(worker: Worker): Promise<CaseView>;
  client(of: OrganisationId): Client;
}

/** Clients of one hub, and the case that `open` opens with them. */
export async function play(hub: TestHub, open: (send: <N extends CommandName>(worker: Worker, name: N, body: CommandBody<N>) => Promise<CommandAnswer>) => Promise<CommandAnswer>): Promise<Played> {
  const client = (of: OrganisationId): Client => hub.as(of).client;
  const known: { caseId?: string } = {};
  const send = <N extends CommandName>({ of, user, now }: Worker, name: N, body: CommandBody<N>): Promise<CommandAnswer> =>
    client(of).command(roleOf(of), name, { body, now, ...known, ...(user === undefined ? {} : { user }) });
  const { caseId } = await open(send);
  known.caseId = caseId;
  return {
    caseId,
    send,
    refused: async (worker, name, body) => {
      const answer: unknown = await send(worker, name, body).catch((error: unknown) => error);
      if (answer instanceof ServiceProblem) return answer.code;
      throw answer instanceof Error ? answer : new Error(`${worker.of} may ${name}, against expectation`);
    },
    view: ({ of, user, now }) => client(of).caseView(roleOf(of), caseId, { now, ...(user === undefined ? {} : { user }) }),
    client,
  };
}

export const at = (of: OrganisationId, user?: string, now = '2013-03-04T08:00:00.000Z'): Worker => ({ of, now, ...(user === undefined ? {} : { user }) });

/** Everybody who takes part once the story is told, and the offices above. */
export const involved = ['police-baoji', 'police-weibin', 'hospital-baoji', 'station-baoji', 'care-taibai', 'office-dingcheng', 'office-baoji', 'office-shaanxi'] as const;

/** A girl of nine, found by an officer, in the station; a hospital, another police, a partner and the office of origin were asked about her. */
export async function girlOfNine(hub: TestHub): Promise<Played> {
  const day = (date: string) => `2013-03-0${date}T02:00:00.000Z`;
  const [officer, clerk] = [at('police-baoji', '李警官', day('1')), at('station-baoji', '站员一', day('2'))];
  const story = await play(hub, (send) => send(officer, 'found', { disposition: 'taken-along', reportedBy: 'grid', division: '610302', person: girl, signs, place: '火车站西广场', course: '网格员发现其独自一人', condition: '轻度脱水' }));
  const ask = async (worker: Worker, name: 'referral-sent', body: CommandBody<'referral-sent'>) => idIn((await story.send(worker, name, body)).ids, 'referralId');
  const referralId = await ask(officer, 'referral-sent', { to: 'station-baoji', purpose: 'admission', reason: '无人照看' });
  await story.send(clerk, 'referral-received', { referralId, signedBy: '站员一' });
  await story.send(clerk, 'referral-accepted', { referralId });
  const { ids } = await story.send({ ...officer, now: clerk.now }, 'handover-offered', { to: 'station-baoji', referralId });
  await story.send(clerk, 'handed-over', { handoverId: idIn(ids, 'handoverId'), to: { kind: 'organisation', organisation: 'station-baoji' }, referralId, reservations: [] });
  await story.send(clerk, 'eligibility-decided', { eligible: true, ground: 'minor-without-care', place: 'station', evidence: '本人陈述' });
  await story.send(clerk, 'admitted', { place: 'station', identified: false, person: girl, signs, course: '随亲戚外出走失', kin: ['祖父陈大山'] });
  await story.send(clerk, 'identity-check-requested', { to: 'police-weibin', question: '请核查陈小雨户籍' });
  await story.send(clerk, 'dna-requested', { to: 'police-weibin', note: '随案' });
  await ask(clerk, 'referral-sent', { to: 'hospital-baoji', purpose: 'medical', reason: '脱水' });
  await ask(clerk, 'referral-sent', { to: 'care-taibai', purpose: 'placement', reason: '临时照料' });
  await story.send(clerk, 'identity-established', { method: 'own-statement', confidence: 'probable', evidence: [], person: girl });
  await ask(clerk, 'referral-sent', { to: 'office-dingcheng', purpose: 'return', reason: '送返' });
  return story;
}

export const auditors = 'audit-shaanxi';

/** A client of the auditors. */
export const auditorAt = ({ hub }: TestHub): Client => createClient({ baseUrls: hub.urls, runtime: systemRuntime, clientId: auditors, clientSecret: sampleSecret(auditors), language: 'en' });
