import type { AnyEvent, EventName } from '@guitu/contracts';
import { foldCase } from './fold.js';
import { forbidden } from './forbidden.js';
import { admittedAtStation, child, freeAdult, idOf, impairedAdult, placed, sampleRegister, Scenario, to } from './testing/index.js';
import type { CaseStory, Who } from './testing/index.js';
import { isUnder14 } from './viewer.js';

const inStation = (whom = impairedAdult): CaseStory => {
  const story = new Scenario().case(whom);
  admittedAtStation(story);
  return story;
};
const lastId = (story: CaseStory): string => story.events.at(-1)?.id ?? '';

describe('voiding a one-sided record', () => {
  test('only the last of the case, by its emitter; what comes after is listed', () => {
    const story = inStation();
    const target = story.does('S', 'protection-set');
    const check = story.does('S', 'identity-check-requested');
    const { decision } = story.asks('S', 'voided', { target });
    expect(decision).toMatchObject({ ok: false, refusal: { code: 'void-later-first', facts: [{ eventId: check, name: 'identity-check-requested' }] } });
    story.does('S', 'voided', { target: check });
    expect(story.refuses('P', 'voided', { target })).toBe('not-yours');
    story.does('S', 'voided', { target });
    expect(story.state.protectedSince).toBeUndefined();
    expect(story.refuses('S', 'voided', { target })).toBe('already-done');
  });

  test('gives the case as if it had not happened, and the record stays in the log', () => {
    const story = inStation();
    const before = story.state;
    const target = story.does('S', 'death-recorded', {}, 'deceased/S');
    story.does('S', 'voided', { target }, 'S/S');
    expect({ ...story.state, revision: 0 }).toEqual({ ...before, revision: 0 });
    expect(story.events.map(({ name }) => name).slice(-2)).toEqual(['death-recorded', 'voided']);
  });

  test('voiding a closing reopens, also when late facts have arrived since: they may be the reason', () => {
    const story = inStation(freeAdult);
    const requestId = story.does('S', 'dna-requested');
    story.does('P', 'dna-collected', { requestId });
    story.does('S', 'left-without-formalities', {}, 'unlocated/S');
    story.does('S', 'exit-completed', { code: '5.5' });
    const closing = story.does('S', 'case-closed', { code: 'exited' }, 'closed');
    story.does('P', 'dna-result-returned', { requestId, result: 'match' });
    expect(story.refuses('C', 'voided', { target: closing })).toBe('not-yours');
    story.does('S', 'voided', { target: closing }, 'unlocated/S');
    expect(story.state.closed).toBeUndefined();
  });

  test('a restriction that is over does not keep a case closed', () => {
    const story = new Scenario().case(freeAdult);
    story.does('S', 'help-requested', {}, 'self/Sf');
    story.does('S', 'help-declined');
    const target = story.does('S', 'case-closed', { code: 'declined' }, 'closed');
    story.does('D', 'restricted', { ground: 'dispute' });
    expect(story.refuses('S', 'voided', { target })).toBe('restricted');
    story.does('D', 'restriction-lifted', { ground: 'dispute-settled' });
    story.does('S', 'voided', { target }, 'self/Sf');
  });

  test('a void is not voided, nor is the opening', () => {
    const story = inStation();
    story.does('S', 'voided', { target: story.does('S', 'protection-set') });
    expect(story.refuses('S', 'voided', { target: lastId(story) })).toBe('not-voidable');
    expect(story.refuses('P', 'voided', { target: story.events[0]?.id })).toBe('not-voidable');
  });
});

describe('a void opens nothing', () => {
  /** What a log may hold from before this was refused is no forbidden event. */
  const standsInLogs = (story: CaseStory, target: string, user: string): void => {
    const last = story.events.at(-1);
    const actor = { ...story.events.find(({ id }) => id === target)?.actor, user };
    const stored = { ...last, id: '00000000-0000-4000-8000-000000000001', name: 'voided', actor, revision: (last?.revision ?? 0) + 1, data: { target } } as AnyEvent;
    expect(forbidden(story.state, stored, story.events, sampleRegister)).toBeUndefined();
  };

  test.each([
    ['an assessment', 'S', () => {
      const story = inStation(freeAdult);
      return [story, story.does('S', 'condition-assessed', { person: { sex: '2', age: { from: 9, to: 11 } }, signs: child.signs })] as const;
    }],
    ['the finding of somebody reported by telephone', 'P2', () => {
      const story = new Scenario().case(child);
      story.does('P2', 'help-requested', { channel: '110' }, 'not-met/P2f');
      story.does('P2', 'found', {}, 'P2/P2f');
      return [story, lastId(story)] as const;
    }],
  ] as const)('that %s says under 14 is taken back by whoever may look at the record of a child', (_what, who, begin) => {
    const [story, target] = begin();
    for (const user of ['clerk-2', null]) expect(story.refuses(who, 'voided', { target }, { user })).toBe('void-would-open');
    expect(isUnder14(story.state)).toBe(true);
    standsInLogs(story, target, 'clerk-2');
    story.does(who, 'access-broken-glass', {}, undefined, { user: 'clerk-2' });
    story.does(who, 'voided', { target }, undefined, { user: 'clerk-2', anywhere: true });
    expect(isUnder14(story.state)).toBe(false);
  });

  test('an assignment does not come back to make a child older', () => {
    const story = inStation(child);
    story.does('S', 'worker-assigned', { user: 'clerk-2' });
    const target = story.does('S', 'worker-assigned', { user: 'clerk-3' });
    story.does('S', 'condition-assessed', { person: { sex: '2', age: { from: 15, to: 16 } }, signs: child.signs }, undefined, { user: 'clerk-2' });
    expect(isUnder14(story.state)).toBe(true);
    expect(story.refuses('S', 'voided', { target }, { user: 'clerk-2' })).toBe('void-would-open');
  });

  test('protection is taken back by whoever could lift it', () => {
    const story = new Scenario().case(impairedAdult);
    story.does('P', 'found', {}, 'P/Pf');
    const referralId = story.refer('P', 'S', 'admission');
    const target = story.does('P', 'protection-set');
    expect(story.refuses('P', 'protection-lifted')).toBe('not-yours');
    expect(story.refuses('P', 'voided', { target }, { user: 'clerk-2' })).toBe('void-would-open');
    expect(story.refuses('P', 'voided', { target })).toBe('void-would-open');
    standsInLogs(story, target, 'clerk-2');
    story.hand('P', 'S', 'S/Sf', referralId);
    story.does('S', 'protection-lifted');
    expect(story.state.protectedSince).toBeUndefined();
  });
});

describe('voiding a two-sided handover', () => {
  test('one party proposes, the other voids, and the offer stands as before', () => {
    const story = new Scenario().case(impairedAdult);
    story.does('P', 'found', {}, 'P/Pf');
    const handoverId = story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
    const target = lastId(story);
    story.does('P', 'void-proposed', { target });
    expect(story.refuses('P', 'voided', { target })).toBe('void-needs-proposal');
    expect(story.refuses('S', 'void-proposed', { target })).toBe('already-done');
    story.does('S', 'voided', { target }, 'P/Pf');
    expect(story.state.handovers[handoverId]?.status).toBe('offered');
    story.does('P', 'handover-withdrawn', { handoverId });
  });

  test('what rests on it must be voided first, and is listed in order', () => {
    const story = inStation();
    const target = story.events.find(({ name }) => name === 'handed-over')?.id;
    story.does('P', 'void-proposed', { target });
    const { decision } = story.asks('S', 'voided', { target });
    if (decision.ok) throw new Error('voided from under an admission');
    expect(decision.refusal.code).toBe('void-later-first');
    expect(decision.refusal.facts?.map(({ name }) => name)).toEqual(['eligibility-decided', 'admitted']);
  });

  test('a one-sided one is its emitter\'s alone', () => {
    const story = new Scenario().case(impairedAdult);
    story.does('P', 'found', {}, 'P/Pf');
    const medical = story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical', urgency: 'emergency' });
    const target = story.does('H', 'handed-over', { to: to('H'), referralId: medical, attestation: 'receiver-only' }, 'H/Pf');
    expect(story.refuses('H', 'void-proposed', { target })).toBe('not-voidable');
    expect(story.refuses('P', 'voided', { target })).toBe('not-yours');
    story.does('H', 'voided', { target }, 'P/Pf');
    expect(story.state.referrals[medical]?.status).toBe('requested');
  });
});

describe('correcting', () => {
  test('is for the emitter, and never changes what rules read', () => {
    const story = inStation();
    const target = story.events[0]?.id;
    const before = story.state;
    expect(story.refuses('S', 'corrected', { target })).toBe('not-yours');
    story.does('P', 'corrected', { target, circumstances: { place: '火车站' } });
    expect({ ...story.state, revision: 0 }).toEqual({ ...before, revision: 0 });
  });

  test('what was voided is not corrected', () => {
    const story = inStation();
    const target = story.does('S', 'protection-set');
    story.does('S', 'voided', { target });
    expect(story.refuses('S', 'corrected', { target })).toBe('not-correctable');
  });
});

describe('a time in the past', () => {
  test('that contradicts what is recorded is refused with the facts it contradicts', () => {
    const story = new Scenario().case(impairedAdult);
    const found = story.does('P', 'found', {}, 'P/Pf');
    const referralId = story.refer('P', 'S', 'admission');
    const { decision } = story.asks('S', 'handed-over', { to: to('S'), referralId, attestation: 'receiver-only' }, { occurredAt: '2013-02-28T00:00:00.000Z' });
    if (decision.ok) throw new Error('a handover before the person was found');
    expect(decision.refusal.code).toBe('occurred-before');
    expect(decision.refusal.facts?.map(({ name }) => name)).toEqual(expect.arrayContaining(['found', 'referral-accepted']));
    expect(decision.refusal.facts?.[0]?.eventId).toBe(found);
  });

  test('that does not is kept: custody moves when it moved, not when it was written down', () => {
    const story = inStation();
    const trueTime = story.scenario.now;
    story.scenario.wait(3);
    story.does('S', 'left-without-formalities', {}, 'unlocated/S', { occurredAt: trueTime });
    expect(story.state.custody?.since).toBe(trueTime);
    expect(foldCase(story.events).custodyHistory.at(-2)?.to).toBe(trueTime);
  });

  test('placement facts of an ended contract stay what they were', () => {
    const story = new Scenario().case(impairedAdult);
    const placementId = placed(story);
    expect(story.refuses('S', 'placement-ended', { placementId, until: '2013-01-01' })).toBe('occurred-before');
  });

  /** Recorded late, said to have happened at a time that stands in the way. */
  const late = (story: CaseStory, who: Who, name: EventName, said: Record<string, unknown>, occurredAt: string): void => {
    expect(story.refuses(who, name, said, { occurredAt })).toBe('occurred-before');
    story.does(who, name, said, undefined, { anywhere: true });
  };

  test('nothing happens in a case before it began', () => {
    const story = new Scenario().case(impairedAdult);
    story.does('P', 'found', {}, 'P/Pf');
    late(story, 'P', 'referral-sent', { to: idOf('S'), purpose: 'admission' }, '2012-03-01T01:00:00.000Z');
  });

  test('what was seen earlier, and is written down later, does not reverse a later assessment', () => {
    const story = new Scenario().case(freeAdult);
    story.does('P', 'found', {}, 'P/Pf');
    story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
    story.does('S', 'eligibility-decided');
    const before = story.scenario.now;
    story.scenario.wait(1);
    story.does('S', 'condition-assessed', { ...impairedAdult });
    expect(story.refuses('S', 'admitted', {}, { occurredAt: before })).toBe('occurred-before');
    story.does('S', 'admitted', { ...impairedAdult }, 'S/S', { occurredAt: before });
    expect(story.refuses('S', 'self-leave-declared')).toBe('may-not-self-leave');
  });

  test('what rests on something does not come before it: decision, admission, ticket, exit, closing', () => {
    const story = new Scenario().case(freeAdult);
    story.does('P', 'found', { disposition: 'goes-alone' }, 'self/Pf');
    const waits = (): string => {
      const { now } = story.scenario;
      story.scenario.wait(1);
      return now;
    };
    const met = waits();
    const referralId = story.refer('P', 'S', 'guidance');
    late(story, 'S', 'eligibility-decided', { referralId }, met);
    late(story, 'S', 'admitted', {}, met);
    late(story, 'S', 'ticket-issued', {}, met);
    const admitted = waits();
    story.does('S', 'ticket-issued');
    late(story, 'S', 'exit-completed', { code: '5.2' }, admitted);
    late(story, 'S', 'case-closed', { code: 'exited' }, admitted);
  });

  test('nobody is refused with notice before the decision, and no file is shut before the exit', () => {
    const refused = new Scenario().case(freeAdult);
    refused.does('S', 'help-requested', {}, 'self/Sf');
    const asked = refused.scenario.now;
    refused.scenario.wait(1);
    refused.does('S', 'eligibility-decided', { eligible: false, ground: 'does-not-meet-conditions' });
    late(refused, 'S', 'admission-refused', {}, asked);
    late(refused, 'S', 'case-closed', { code: 'refused' }, asked);

    const collected = inStation();
    collected.does('S', 'collected', {}, 'kin/S');
    const gone = collected.scenario.now;
    collected.scenario.wait(1);
    collected.does('S', 'exit-completed', { code: '5.3' });
    late(collected, 'S', 'case-closed', { code: 'exited' }, gone);
  });
});
