import { setTimeout as after } from 'node:timers/promises';
import { Unreachable } from '@guitu/client';
import type { CommandAnswer, CommandBody, CommandName } from '@guitu/client';
import type { EventFeed } from '@guitu/event-store';
import { foundBody } from './episodes.js';
import type { Desks } from './hub.js';
import { able, manOf } from './people.js';
import type { OrganisationId } from './register.js';
import { idIn } from './story.js';

/** A command that was acknowledged. Times in milliseconds of `performance.now()`. */
export interface Taken {
  readonly by: OrganisationId;
  readonly answer: CommandAnswer;
  /** When it was to be sent: a hub that falls behind cannot hide it. */
  readonly due: number;
  readonly answered: number;
}

export interface Writer {
  /** In the order in which the answers came. */
  readonly taken: readonly Taken[];
  /** Resolves when nothing is under way any more. Rejects with what was refused, or with the first answer that was not as it must be. */
  stop(): Promise<void>;
}

export interface Load {
  /** Commands that fall due in a second, whether or not those before them were answered. */
  readonly perSecond?: number;
  /** Most that are under way at a time; what falls due beyond that waits, and is late. */
  readonly atOnce?: number;
}

/** Who finds people, and who takes them in: agencies that the tests' register and the sample's have in common. */
const towns = [['police-baoji', 'station-baoji'], ['police-changde', 'station-changde'], ['police-changde', 'station-xian'], ['police-baoji', 'station-changde']] as const;

/** The answer tells of the case that was asked, of one event after the other from where the case was, of this command first, and of no event twice. */
function checkAnswer(name: CommandName, answer: CommandAnswer, before: CommandAnswer | undefined, seen: Set<string>): void {
  const { caseId, events, revision } = answer;
  const next = (before?.revision ?? -1) + 1;
  const sound = (before === undefined || before.caseId === caseId) && events[0]?.type === `guitu.case.${name}.v1` && events.at(-1)?.revision === revision && events.every((event, place) => event.revision === next + place && !seen.has(event.id));
  if (!sound) throw new Error(`${name} was answered with ${JSON.stringify(answer)}, after ${JSON.stringify(before)}`);
  for (const { id } of events) seen.add(id);
}

/** Agencies that go on writing, at one pace: people are found, sent to a station, taken in. Ends by itself where the hub is gone. */
export function startWriter(desks: Desks, { perSecond = 60, atOnce = 8 }: Load = {}): Writer {
  const taken: Taken[] = [];
  const seen = new Set<string>();
  const over = new AbortController();
  const begun = performance.now();
  let turns = 0;

  /** Resolves when the next command falls due, with that time. Throws the reason of `over` when all is over. */
  async function turn(): Promise<number> {
    const due = begun + (turns++ * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await after(early);
    over.signal.throwIfAborted();
    return due;
  }

  async function tell(person: number, [police, station]: (typeof towns)[number]): Promise<void> {
    let last: CommandAnswer | undefined;
    const send = async <N extends CommandName>(by: OrganisationId, name: N, body: CommandBody<N>): Promise<CommandAnswer> => {
      const due = await turn();
      const answer = await desks.as(by).send(name, last === undefined ? { body } : { body, caseId: last.caseId });
      const answered = performance.now();
      checkAnswer(name, answer, last, seen);
      taken.push({ by, answer, due, answered });
      last = answer;
      return answer;
    };
    await send(police, 'found', foundBody(manOf(`康有${person}号`, '430703197001010019', '1970-01-01'), able));
    const { ids } = await send(police, 'referral-sent', { to: station, purpose: 'admission', reason: '请接收' });
    const under = { referralId: idIn(ids, 'referralId') };
    await send(station, 'referral-received', { ...under, signedBy: '值班员李秀英' });
    await send(station, 'referral-accepted', under);
    const offered = await send(police, 'handover-offered', { to: station, ...under });
    await send(station, 'handed-over', { handoverId: idIn(offered.ids, 'handoverId'), to: { kind: 'organisation', organisation: station }, ...under });
  }

  async function write(place: number): Promise<void> {
    try {
      for (let person = place; ; person += atOnce) await tell(person, towns[person % towns.length] ?? towns[0]);
    } catch (error) {
      const ended = error === over.signal.reason || error instanceof Unreachable;
      over.abort();
      if (!ended) throw error;
    }
  }

  const running = Promise.all(Array.from({ length: atOnce }, (_one, place) => write(place))).then(() => undefined);
  running.catch(() => undefined); // Told to whoever stops it.
  return {
    taken,
    stop: () => {
      over.abort();
      return running;
    },
  };
}

/** Whatever was acknowledged stands in the log: every event once, where and as its answer said. */
export async function expectNothingLost(taken: readonly Taken[], store: Pick<EventFeed, 'subscribe'>): Promise<void> {
  const stands = new Map<string, string[]>();
  for await (const { events } of store.subscribe({ live: false })) for (const { id, type, revision } of events) stands.set(id, [...(stands.get(id) ?? []), `${type} ${revision}`]);
  const promised = taken.flatMap(({ answer }) => answer.events);
  expect(promised.length).toBeGreaterThan(0);
  expect(promised.filter(({ id, type, revision }) => stands.get(id)?.join() !== `${type} ${revision}`)).toEqual([]);
}
