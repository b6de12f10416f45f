import type { AnyEvent, EventName, Statistics } from '@guitu/contracts';
import type { JsonValue } from '@guitu/vault';
import { plainBlob } from './plain-vault.js';
import type { Play } from './play.js';

/** The ways out that `leave` can act out, by the report's name for them. */
export const waysOut = ['ticket', 'selfLeave', 'kin', 'origin', 'escorted', 'left', 'terminated', 'died', 'other'] as const;
export type WayOut = (typeof waysOut)[number];

export const day = (date: string, hour = 10): string => new Date(Date.parse(`${date}T00:00:00+08:00`) + hour * 3_600_000).toISOString();
export const laterBy = (instant: string, minutes: number): string => new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** A person walks into a station and is admitted. Answers with the case and its admission. */
export async function admit(play: Play, station: string, at: string, statistics: Statistics): Promise<{ readonly caseId: string; readonly admission: AnyEvent }> {
  const caseId = await play.open({ by: station, name: 'help-requested', at, data: { channel: 'walk-in' } });
  await play.record(caseId, { by: station, name: 'eligibility-decided', at, data: { eligible: true, ground: 'away-from-home-without-means', place: 'station' } });
  const [admission] = await play.record(caseId, { by: station, name: 'admitted', at, data: { place: 'station', identified: true }, seal: () => ({ statistical: plainBlob({ statistics } as unknown as JsonValue) }) });
  if (admission === undefined) throw new Error('an admission writes an event');
  return { caseId, admission };
}

/** The person leaves at `at`, and the exit is completed then. Answers with the exit's event. */
export async function leave(play: Play, station: string, caseId: string, at: string, way: WayOut): Promise<AnyEvent> {
  const did = async (by: string, name: EventName, data: Record<string, unknown> = {}): Promise<string> => {
    const [event] = await play.record(caseId, { by, name, at, data });
    return event?.id ?? '';
  };
  const exit = async (code: string): Promise<AnyEvent> => {
    const [event] = await play.record(caseId, { by: station, name: 'exit-completed', at, data: { code, belongingsReturned: true } });
    if (event === undefined) throw new Error('an exit writes an event');
    return event;
  };
  const returnTo = async (mode: string): Promise<string> => {
    const referralId = await did(station, 'referral-sent', { to: 'qishan-office', purpose: 'return', urgency: 'normal' });
    await did('qishan-office', 'referral-accepted', { referralId, mode });
    return referralId;
  };
  const handOn = async (referralId: string): Promise<void> => {
    const handoverId = await did(station, 'handover-offered', { to: 'qishan-office', referralId });
    await did('qishan-office', 'handed-over', { handoverId, to: { kind: 'organisation', organisation: 'qishan-office' }, referralId, attestation: 'two-sided', reservations: [] });
  };
  switch (way) {
    case 'ticket':
      await did(station, 'ticket-issued', { carrier: 'rail', direct: true, costFen: 5_000 });
      return exit('5.2');
    case 'selfLeave':
      await did(station, 'self-leave-declared', { statement: 'F3-1', needsTicket: false });
      return exit('5.3');
    case 'kin':
      await did(station, 'collected', { collector: 'kin', identityChecked: true, relationChecked: true });
      return exit('5.3');
    case 'origin':
      await handOn(await returnTo('will-collect'));
      return exit('5.7');
    case 'escorted': {
      const referralId = await returnTo('escort-to-us');
      const escortId = await did(station, 'escort-departed', { referralId, personAgrees: true, escorts: 2 });
      await handOn(referralId);
      await did(station, 'escort-ended', { escortId, result: 'delivered' });
      return exit('5.6');
    }
    case 'left':
      await did(station, 'left-without-formalities');
      return exit('5.5');
    case 'terminated':
      await did(station, 'rescue-terminated', { notice: 'F5-1', code: 'ineligible' });
      return exit('5.4');
    case 'died':
      await did(station, 'death-recorded');
      return exit('5.8');
    case 'other':
      await did(station, 'handed-over', { to: { kind: 'external', externalKind: 'child-welfare' }, attestation: 'giver-only', reservations: [] });
      return exit('5.10');
  }
}

/** Who left by this way stands in this row of the report. */
export const rowOf = (way: WayOut | undefined): string => (way === undefined ? 'stock' : way === 'kin' || way === 'origin' ? 'collected' : way);
