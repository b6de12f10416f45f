import type { CommandAnswer } from '@guitu/client';
import type { FeedPage } from '@guitu/event-store';
import type { Desk, Desks } from './hub.js';
import { waitFor } from './wait-for.js';
import { expectNothingLost, startWriter } from './writer.js';

/** A hub that takes every command, and answers as `spoil` makes of the right answer. */
function hubThat(spoil: (answer: CommandAnswer, name: string) => CommandAnswer): { readonly desks: Desks; readonly most: () => number; readonly spoilt: () => boolean } {
  const revisions = new Map<string, number>();
  let [ids, underWay, most, spoilt] = [0, 0, 0, false];
  const send = async (name: string, { caseId = `case ${++ids}` }: { readonly caseId?: string }): Promise<CommandAnswer> => {
    most = Math.max(most, ++underWay);
    await new Promise(setImmediate);
    underWay -= 1;
    const revision = (revisions.get(caseId) ?? -1) + 1;
    revisions.set(caseId, revision);
    const right: CommandAnswer = { caseId, caseNumber: '', revision, events: [{ id: `event ${++ids}`, type: `guitu.case.${name}.v1`, revision }], ids: { referralId: 'r', handoverId: 'h' } };
    const answer = spoil(right, name);
    spoilt ||= answer !== right;
    return answer;
  };
  return { desks: { as: () => ({ send }) as unknown as Desk, close: () => undefined }, most: () => most, spoilt: () => spoilt };
}
const writes = async (spoil: Parameters<typeof hubThat>[0] = (answer) => answer): Promise<ReturnType<typeof startWriter>['taken']> => {
  const { desks, most, spoilt } = hubThat(spoil);
  const writer = startWriter(desks, { perSecond: 100_000, atOnce: 5 });
  await waitFor('fifty commands, or the first wrong answer', () => spoilt() || writer.taken.length >= 50);
  await writer.stop();
  expect(most()).toBe(5);
  return writer.taken;
};

describe('agencies that write beside a test', () => {
  test('have so many commands under way and no more', async () => {
    expect((await writes()).length).toBeGreaterThanOrEqual(50);
  });

  test.each<[string, (answer: CommandAnswer, name: string) => CommandAnswer]>([
    ['of another case', (answer, name) => (name === 'referral-accepted' ? { ...answer, caseId: 'another' } : answer)],
    ['that leaves out a revision', (answer, name) => (name === 'referral-sent' ? { ...answer, revision: 2, events: answer.events.map((event) => ({ ...event, revision: 2 })) } : answer)],
    ['with an event that was told before', (answer) => ({ ...answer, events: answer.events.map((event) => ({ ...event, id: 'the same' })) })],
    ['of another command', (answer) => ({ ...answer, events: answer.events.map((event) => ({ ...event, type: 'guitu.case.voided.v1' })) })],
    ['without an event', (answer) => ({ ...answer, events: [] })],
  ])('notice an answer %s', async (_what, spoil) => {
    await expect(writes(spoil)).rejects.toThrow(/was answered with/u);
  });
});

test.each([
  ['is not in the log', (_place: number) => undefined],
  ['stands in it twice', (place: number) => [place, place]],
])('an acknowledged event that %s is noticed', async (_what, stands) => {
  const taken = await writes();
  const events = taken.flatMap(({ answer }) => answer.events);
  const feed = (rows: readonly object[]) => ({
    async *subscribe() {
      yield { events: rows } as unknown as FeedPage;
    },
  });
  await expectNothingLost(taken, feed(events));
  const spoilt = events.flatMap((event, place) => (place === 7 ? (stands(place) ?? []).map(() => event) : [event]));
  await expect(expectNothingLost(taken, feed(spoilt))).rejects.toThrow(/event/u);
});
