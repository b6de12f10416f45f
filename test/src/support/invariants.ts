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

const answer = { id: 'examination', operation: 'examine' };
const everything: Readonly<Record<SealedClass, VaultCaller>> = {
  identity: { organisation: 'police-baoji', role: 'police', relations: ['participant'], purpose: 'case-work', answer },
  circumstances: { organisation: 'police-baoji', role: 'police', relations: ['participant'], purpose: 'case-work', answer },
  'biometric-reference': { organisation: 'police-baoji', role: 'police', relations: ['participant'], purpose: 'case-work', answer },
  'protected-location': { organisation: 'police-baoji', role: 'police', relations: ['opener', 'broken-glass'], purpose: 'case-work', answer },
  contact: { organisation: 'station-baoji', role: 'station', relations: ['participant'], purpose: 'case-work', answer },
  health: { organisation: 'hospital-baoji', role: 'hospital', relations: ['custodian'], purpose: 'case-work', answer },
  care: { organisation: 'hospital-baoji', role: 'hospital', relations: ['custodian'], purpose: 'case-work', answer },
  statistical: { organisation: 'audit', role: 'audit', relations: [], purpose: 'report', answer },
};

interface OpenedPart {
  readonly event: string;
  readonly dataClass: SealedClass;
  readonly ok: boolean | undefined;
}

/** Opens every sealed part of the log, each class as somebody who may: one call and one record of who looked for each. */
export async function openParts(vault: Pick<Vault, 'open'>, events: readonly AnyEvent[]): Promise<readonly OpenedPart[]> {
  const persons = new Map([...byStream(events).values()].map((stream) => [stream[0]?.subject, foldCase(stream).personId]));
  const parts = events.flatMap((event) =>
    Object.entries(event.sealed).map(([dataClass, sealed]) => ({ event: event.name, item: { personId: event.category === 'person' ? event.subject : (persons.get(event.subject) ?? ''), eventId: event.id, dataClass: dataClass as SealedClass, sealed, safeguards: [] } })),
  );
  const opened = await Promise.all(
    Object.entries(everything).map(async ([dataClass, caller]) => {
      const own = parts.filter(({ item }) => item.dataClass === dataClass);
      const answers = await vault.open(own.map(({ item }) => item), caller);
      return own.map(({ event, item }, place): OpenedPart => ({ event, dataClass: item.dataClass, ok: answers[place]?.ok }));
    }),
  );
  return opened.flat();
}

/** Every sealed part of the log opens. Answers how many there were. */
export async function openEverything(vault: Pick<Vault, 'open'>, events: readonly AnyEvent[]): Promise<number> {
  const opened = await openParts(vault, events);
  expect(opened.filter(({ ok }) => ok !== true)).toEqual([]);
  return opened.length;
}
