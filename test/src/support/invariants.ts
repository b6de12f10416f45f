import { caseStream } from '@guitu/contracts';
import type { AnyEvent, SealedClass } from '@guitu/contracts';
import { foldCase } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';
import type { Vault, VaultCaller } from '@guitu/vault';

/** Streams of the log by name, each in its order. */
export function byStream(events: readonly AnyEvent[]): ReadonlyMap<string, readonly AnyEvent[]> {
  const streams = new Map<string, AnyEvent[]>();
  for (const event of events) {
    if (event.category !== 'case') continue;
    const name = caseStream(event.subject);
    const stream = streams.get(name) ?? [];
    stream.push(event);
    streams.set(name, stream);
  }
  return streams;
}

type Interval = { readonly from: string; readonly to?: string };
/** Each begins where the one before it ended, and only the last may still run. */
function withoutGaps(intervals: readonly Interval[], open: boolean): void {
  for (const [place, interval] of intervals.entries()) {
    const next = intervals[place + 1];
    if (next === undefined) expect(interval.to === undefined).toBe(open);
    else expect(interval.to).toBe(next.from);
  }
}

/** What must hold of every case at every time (protocol section 1 and 2). */
export function expectSound(state: CaseState): void {
  const open = state.closed === undefined;
  expect(state.custody !== undefined).toBe(open);
  expect(state.responsible !== undefined).toBe(open);
  withoutGaps(state.custodyHistory, open);
  withoutGaps(state.responsibilityHistory, open);
  const pending = Object.values(state.handovers).filter(({ status }) => status === 'offered' || status === 'disputed');
  const referrals = Object.values(state.referrals).filter(({ status }) => status === 'requested' || status === 'received' || status === 'accepted');
  expect(pending.length).toBeLessThanOrEqual(1);
  if (!open) expect([pending, referrals]).toEqual([[], []]);
  if (state.assessment?.maySelfLeave === false) expect(state.custody?.custodian.kind).not.toBe('self');
}

/** Every case of the log, after each of its events, and no event of it twice. Answers the cases as they are now. */
export function expectSoundLog(events: readonly AnyEvent[]): readonly CaseState[] {
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  return [...byStream(events).values()].map((stream) => {
    expect(stream.map(({ revision }) => revision)).toEqual(stream.map((_event, place) => place));
    for (let length = 1; length <= stream.length; length += 1) {
      // Inside one append a closing ends things one after the other; what is shown is the state after the whole of it.
      if (stream[length]?.causationId !== stream[length - 1]?.causationId) expectSound(foldCase(stream.slice(0, length)));
    }
    return foldCase(stream);
  });
}

const everything: Readonly<Record<SealedClass, VaultCaller>> = {
  identity: { organisation: 'police-baoji', role: 'police', relations: ['participant'], purpose: 'case-work' },
  circumstances: { organisation: 'police-baoji', role: 'police', relations: ['participant'], purpose: 'case-work' },
  'biometric-reference': { organisation: 'police-baoji', role: 'police', relations: ['participant'], purpose: 'case-work' },
  'protected-location': { organisation: 'police-baoji', role: 'police', relations: ['opener'], purpose: 'case-work' },
  contact: { organisation: 'station-baoji', role: 'station', relations: ['participant'], purpose: 'case-work' },
  health: { organisation: 'hospital-baoji', role: 'hospital', relations: ['custodian'], purpose: 'case-work' },
  care: { organisation: 'hospital-baoji', role: 'hospital', relations: ['custodian'], purpose: 'case-work' },
  statistical: { organisation: 'audit', role: 'audit', relations: [], purpose: 'report' },
};

interface OpenedPart {
  readonly event: string;
  readonly dataClass: SealedClass;
  readonly ok: boolean | undefined;
}

/** Opens every sealed part of the log, each as somebody who may. */
export async function openParts(vault: Pick<Vault, 'open'>, events: readonly AnyEvent[]): Promise<readonly OpenedPart[]> {
  const persons = new Map([...byStream(events).values()].map((stream) => [stream[0]?.subject, foldCase(stream).personId]));
  const opened: OpenedPart[] = [];
  for (const event of events) {
    const personId = event.category === 'person' ? event.subject : (persons.get(event.subject) ?? '');
    for (const [name, sealed] of Object.entries(event.sealed)) {
      const dataClass = name as SealedClass;
      const [answer] = await vault.open([{ personId, eventId: event.id, dataClass, sealed, safeguards: [] }], everything[dataClass]);
      opened.push({ event: event.name, dataClass, ok: answer?.ok });
    }
  }
  return opened;
}

/** Every sealed part of the log opens. Answers how many there were. */
export async function openEverything(vault: Pick<Vault, 'open'>, events: readonly AnyEvent[]): Promise<number> {
  const opened = await openParts(vault, events);
  expect(opened.filter(({ ok }) => ok !== true)).toEqual([]);
  return opened.length;
}
