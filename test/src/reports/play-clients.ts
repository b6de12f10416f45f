import { createClient, httpTransport } from '@guitu/client';
import type { AgencyService, BaseUrls, Client, CommandAnswer, CommandBody, CommandName } from '@guitu/client';
import { sampleSecret, systemRuntime } from '@guitu/service-kit';
import { noting } from '../support/secrets.js';
import type { Helped } from './shangjie-2016-08.js';
import { register } from './shangjie-2016-08.js';

const [P, H, S] = ['police-shangjie', 'hospital-zhengzhou', 'station-shangjie'] as const;

/** The client of each organisation of the register. */
export interface Clients {
  of(organisation: string): Client;
  close(): void;
}

/** @param sent told the body of every command */
export function openClients({ urls, sent }: { readonly urls: BaseUrls; readonly sent?: (command: string, body: object) => void }): Clients {
  const transport = httpTransport();
  const open = (id: string): Client => createClient({ baseUrls: urls, runtime: systemRuntime, transport, clientId: id, clientSecret: sampleSecret(id), language: 'en' });
  const clients = new Map(register.organisations.map(({ id }) => [id, sent === undefined ? open(id) : noting(open(id), sent)]));
  return {
    of: (organisation) => {
      const client = clients.get(organisation);
      if (client === undefined) throw new RangeError(`no organisation ${organisation}`);
      return client;
    },
    close: () => transport.close(),
  };
}

/** Plays one person who is helped, from the street to the day that the return stops at, through the services of all who take part. Every command must be taken. */
export async function play(clients: Clients, { person, signs, rescueType, admitted, left, by, inHospital = false }: Helped): Promise<void> {
  let clock = Date.parse(`${admitted}T09:00:00+08:00`);
  let caseId: string | undefined;
  const step = async <N extends CommandName>(organisation: string, name: N, body: CommandBody<N>): Promise<CommandAnswer> => {
    clock += 5 * 60_000;
    const service = register.organisations.find(({ id }) => id === organisation)?.role as AgencyService;
    const answer = await clients.of(organisation).command(service, name, { ...(caseId === undefined ? {} : { caseId }), body, now: new Date(clock).toISOString() });
    caseId = answer.caseId;
    return answer;
  };
  const refer = async (from: string, to: string, body: Omit<CommandBody<'referral-sent'>, 'to'>): Promise<string> => {
    const { ids } = await step(from, 'referral-sent', { ...body, to });
    const referralId = ids['referralId'] ?? '';
    await step(to, 'referral-received', { referralId, signedBy: '值班员' });
    await step(to, 'referral-accepted', { referralId, ...(body.purpose === 'return' ? { mode: 'escort-to-us' as const } : {}) });
    return referralId;
  };
  const handOver = async (from: string, to: string, referralId?: string): Promise<void> => {
    const under = referralId === undefined ? {} : { referralId };
    const { ids } = await step(from, 'handover-offered', { to, ...under });
    await step(to, 'handed-over', { handoverId: ids['handoverId'] ?? '', to: { kind: 'organisation', organisation: to }, ...under });
  };

  if (signs.impairment) {
    await step(P, 'found', { disposition: 'taken-along', reportedBy: 'own-patrol', division: '410106', person, signs });
    await handOver(P, S, await refer(P, S, { purpose: 'admission' }));
  } else {
    await step(S, 'help-requested', { channel: 'walk-in', person, signs });
  }
  await step(S, 'eligibility-decided', { eligible: true, ground: 'away-from-home-without-means', place: 'station' });
  await step(S, 'admitted', { place: 'station', identified: person.origin !== undefined, person, signs, rescueType, shelter: { area: 'dormitory' } });
  if (inHospital) {
    await handOver(S, H, await refer(S, H, { purpose: 'medical', urgency: 'normal' }));
    await step(H, 'medically-screened', { result: 'inpatient' });
    await step(H, 'hospital-admitted', { signedBy: 'sending-department', ward: 'psychiatric', ground: 'medical-necessity' });
    await step(H, 'discharged', { certificate: '出院证-2016-0812', destination: 'station' });
    await handOver(H, S);
  }
  if (left === undefined || by === undefined) return;

  clock = Date.parse(`${left}T10:00:00+08:00`);
  if (by === 'ticket') {
    await step(S, 'ticket-issued', { carrier: 'rail', direct: true, costFen: 5_150 });
    await step(S, 'exit-completed', { code: '5.2', belongingsReturned: true });
    return;
  }
  const referralId = await refer(S, by, { purpose: 'return', needsEscort: true });
  const { ids } = await step(S, 'escort-departed', { referralId, escorts: 2 });
  await handOver(S, by, referralId);
  await step(S, 'escort-ended', { escortId: ids['escortId'] ?? '', result: 'delivered' });
  await step(S, 'exit-completed', { code: '5.6', belongingsReturned: true });
}
