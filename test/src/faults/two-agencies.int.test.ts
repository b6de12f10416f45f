import type { CommandAnswer } from '@guitu/client';
import { ServiceProblem } from '@guitu/client';
import { projectionsAgree, readLog } from '../support/afterwards.js';
import { foundBody } from '../support/episodes.js';
import type { TestHub } from '../support/hub.js';
import { startTestHub } from '../support/hub.js';
import { expectSoundLog } from '../support/invariants.js';
import { able, confused, manOf, unknownMan } from '../support/people.js';
import { chanceOf } from '../support/seed.js';
import { custodyOf, idIn } from '../support/story.js';

const [P, P2, H, S, S2] = ['police-baoji', 'police-weibin', 'hospital-baoji', 'station-baoji', 'station-xian'] as const;
const ROUNDS = [1, 2, 3, 4, 5, 6];
const chance = chanceOf('two agencies');
let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

/** Sends all at once, in a random order. Answers by name who was first to no one's harm and who was refused; any other fault fails. */
async function race(runners: Readonly<Record<string, () => Promise<CommandAnswer>>>): Promise<{ readonly won: readonly string[]; readonly refused: readonly string[] }> {
  const order = Object.entries(runners).toSorted(() => chance.below(3) - 1);
  const ends = await Promise.allSettled(order.map(([, run]) => run()));
  const won: string[] = [];
  const refused: string[] = [];
  for (const [place, end] of ends.entries()) {
    const name = order[place]?.[0] ?? '';
    if (end.status === 'fulfilled') won.push(name);
    else {
      expect(end.reason).toBeInstanceOf(ServiceProblem);
      expect(end.reason).toMatchObject({ status: 409 });
      refused.push(name);
    }
  }
  return { won, refused };
}

const found = async (): Promise<string> => (await hub.as(P).send('found', { body: foundBody(manOf('鲁有田', '430703197001010019', '1970-01-01'), able) })).caseId;
async function referred(): Promise<{ caseId: string; referralId: string }> {
  const caseId = await found();
  const { ids } = await hub.as(P).send('referral-sent', { caseId, body: { to: S, purpose: 'admission' } });
  return { caseId, referralId: idIn(ids, 'referralId') };
}
async function offered(): Promise<{ caseId: string; referralId: string; handoverId: string }> {
  const { caseId, referralId } = await referred();
  await hub.as(S).send('referral-accepted', { caseId, body: { referralId } });
  const { ids } = await hub.as(P).send('handover-offered', { caseId, body: { to: S, referralId } });
  return { caseId, referralId, handoverId: idIn(ids, 'handoverId') };
}

describe('two agencies that act on one case at the same time', () => {
  test.each(ROUNDS)('a referral that is withdrawn while it is redirected ends in one of the two (round %i)', async () => {
    const { caseId, referralId } = await referred();
    const { won } = await race({
      withdrawn: () => hub.as(P).send('referral-withdrawn', { caseId, body: { referralId, code: 'no-longer-needed' } }),
      redirected: () => hub.as(S).send('referral-redirected', { caseId, body: { referralId, to: S2 } }),
    });
    expect(won).toHaveLength(1);
    const { referrals } = await hub.as(P).view(caseId);
    expect(referrals.find(({ id }) => id === referralId)?.status).toBe(won[0]);
    expect(referrals).toHaveLength(won[0] === 'redirected' ? 2 : 1);
  });

  test.each(ROUNDS)('a referral that is accepted, declined, redirected and withdrawn at once has one end (round %i)', async () => {
    const { caseId, referralId } = await referred();
    const { won } = await race({
      accepted: () => hub.as(S).send('referral-accepted', { caseId, body: { referralId } }),
      declined: () => hub.as(S).send('referral-declined', { caseId, body: { referralId, code: 'no-capacity' } }),
      redirected: () => hub.as(S).send('referral-redirected', { caseId, body: { referralId, to: S2 } }),
      withdrawn: () => hub.as(P).send('referral-withdrawn', { caseId, body: { referralId, code: 'no-longer-needed' } }),
    });
    const order = (await hub.as(P).view(caseId)).events?.slice(2).map(({ name }) => name.replace('referral-', '')) ?? [];
    expect(order.toSorted()).toEqual([...won].toSorted());
    // Accepting first leaves the asker free to withdraw and the receiver to decline; nothing follows a withdrawal, a decline or a redirection.
    expect([['accepted', 'withdrawn'], ['accepted', 'declined'], ['withdrawn'], ['declined'], ['redirected']]).toContainEqual(order);
  });

  test.each(ROUNDS)('a hospital that calls two stations to one bed has called one (round %i)', async () => {
    const { caseId } = await hub.as(H).send('found', { body: foundBody(unknownMan('昏迷'), confused, { reportedBy: 'ambulance' }) });
    const { won } = await race({ [S]: () => hub.as(H).send('bedside-requested', { caseId, body: { to: S } }), [S2]: () => hub.as(H).send('bedside-requested', { caseId, body: { to: S2 } }) });
    expect(won).toHaveLength(1);
    const [referral] = (await hub.as(H).view(caseId)).referrals;
    const [called, other] = won[0] === S ? ([S, S2] as const) : ([S2, S] as const);
    await hub.as(called).send('referral-accepted', { caseId, body: { referralId: referral?.id ?? '' } });
    expect(await hub.as(other).refused('referral-accepted', { caseId, body: { referralId: referral?.id ?? '' } })).toMatchObject({ status: 404 });
    expect(custodyOf(await hub.as(H).view(caseId))).toBe(`${H}/${called} f`);
  });

  test.each(ROUNDS)('an offer is signed or taken back, and the person is with exactly one of the two (round %i)', async () => {
    const { caseId, referralId, handoverId } = await offered();
    const { won } = await race({
      signed: () => hub.as(S).send('handed-over', { caseId, body: { handoverId, referralId, to: { kind: 'organisation', organisation: S } } }),
      back: () => hub.as(P).send('handover-withdrawn', { caseId, body: { handoverId } }),
    });
    expect(won).toHaveLength(1);
    expect(custodyOf(await hub.as(P).view(caseId))).toBe(won[0] === 'signed' ? `${S}/${S} f` : `${P}~/${P} f`);
  });

  test.each(ROUNDS)('a free adult who leaves while he is signed for has left from one of them (round %i)', async () => {
    const { caseId, referralId, handoverId } = await offered();
    const { won } = await race({
      signed: () => hub.as(S).send('handed-over', { caseId, body: { handoverId, referralId, to: { kind: 'organisation', organisation: S } } }),
      left: () => hub.as(P).send('left-without-formalities', { caseId, body: {} }),
    });
    expect(won).toHaveLength(1);
    expect(custodyOf(await hub.as(P).view(caseId))).toBe(won[0] === 'signed' ? `${S}/${S} f` : `unlocated/${P} f`);
  });

  test.each(ROUNDS)('two crews who find the man of one report have found him once (round %i)', async () => {
    const { caseId } = await hub.as(P).send('help-requested', { body: { channel: '110', caller: '店主' } });
    await hub.as(P).send('referral-sent', { caseId, body: { to: S, purpose: 'admission' } });
    const body = foundBody(unknownMan('赤脚'), confused);
    const { won } = await race({ [P]: () => hub.as(P).send('found', { caseId, body }), [S]: () => hub.as(S).send('found', { caseId, body }) });
    expect(won).toHaveLength(1);
    expect(custodyOf(await hub.as(P).view(caseId))).toBe(`${won[0] ?? ''}~/${P} f`);
  });
});

describe('two reports of one man', () => {
  async function twoCases(): Promise<readonly [string, string]> {
    const cases: string[] = [];
    for (const police of [P, P2] as const) {
      const { caseId } = await hub.as(police).send('help-requested', { body: { channel: '110', caller: '路人' } });
      for (const to of [S, S2] as const) await hub.as(police).send('referral-sent', { caseId, body: { to, purpose: to === S ? 'admission' : 'jurisdiction' } });
      cases.push(caseId);
    }
    const [a = '', b = ''] = cases;
    return [a, b];
  }

  test.each([...ROUNDS, 7, 8, 9, 10])('that two stations declare duplicates of each other in opposite order never close both (round %i)', async () => {
    const [a, b] = await twoCases();
    const declare = async (by: typeof S | typeof S2, survivor: string, duplicate: string): Promise<void> => {
      await hub.as(by).send('duplicate-accepted', { caseId: survivor, body: { of: duplicate } });
      await hub.as(by).send('duplicate-declared', { caseId: duplicate, body: { survivor } });
    };
    const outcomes = await Promise.allSettled([declare(S, a, b), declare(S2, b, a)]);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 409 });
    const closed = await Promise.allSettled([
      hub.as(P).send('case-closed', { caseId: a, body: { code: 'duplicate', survivor: b } }),
      hub.as(P2).send('case-closed', { caseId: b, body: { code: 'duplicate', survivor: a } }),
    ]);
    expect(closed.filter(({ status }) => status === 'fulfilled').length).toBe(outcomes.filter(({ status }) => status === 'fulfilled').length);
    const states = await Promise.all([hub.as(P).view(a), hub.as(P2).view(b)]);
    expect(states.filter(({ status }) => status === 'open').length).toBeGreaterThanOrEqual(1);
  });

  test('can be told apart again: while both have accepted each other, voiding one acceptance lets the other case close', async () => {
    const [a, b] = await twoCases();
    const accepted = await hub.as(S).send('duplicate-accepted', { caseId: a, body: { of: b } });
    await hub.as(S2).send('duplicate-accepted', { caseId: b, body: { of: a } });
    expect(await hub.as(S).refused('duplicate-declared', { caseId: b, body: { survivor: a } })).toMatchObject({ code: 'is-survivor' });
    expect(await hub.as(S).refused('duplicate-declared', { caseId: a, body: { survivor: b } })).toMatchObject({ code: 'is-survivor' });
    await hub.as(S).send('voided', { caseId: a, body: { target: accepted.events[0]?.id ?? '', reason: '以另案为准' } });
    await hub.as(S).send('duplicate-declared', { caseId: a, body: { survivor: b } });
    await hub.as(P).send('case-closed', { caseId: a, body: { code: 'duplicate', survivor: b } });
    expect(await hub.as(P2).view(b)).toMatchObject({ status: 'open' });
  });
});

test('after all races every case is sound at every revision, and the worklists are what a rebuild makes of the log', async () => {
  expectSoundLog(await readLog(hub.hub.store));
  await projectionsAgree(hub);
});
