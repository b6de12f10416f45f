import type { EventName } from '@guitu/contracts';
import type { RefusalCode } from './refusal.js';
import type { Handover, Referral } from './state.js';
import { admittedAtStation, idOf, impairedAdult, Scenario, to } from './testing/index.js';
import type { CaseStory, Who } from './testing/index.js';

/** What an event of the table leads to, or why it may not be. */
type Cell<S> = { readonly to: S } | { readonly refused: RefusalCode };

/** Protocol section 2, first table, for an admission from the police to a station. Rows are where it stands, columns what happens. */
type ReferralMove = 'received' | 'accepted' | 'declined' | 'redirected' | 'withdrawn' | 'lapsed' | 'handed over';
const closedRow: Readonly<Record<ReferralMove, Cell<Referral['status']>>> = {
  received: { refused: 'referral-not-open' }, accepted: { refused: 'referral-not-open' }, declined: { refused: 'referral-not-open' }, redirected: { refused: 'referral-not-open' },
  withdrawn: { refused: 'referral-not-open' }, lapsed: { refused: 'referral-not-open' }, 'handed over': { refused: 'needs-referral' },
};
const referralTable: Readonly<Record<Referral['status'], Readonly<Record<ReferralMove, Cell<Referral['status']>>>>> = {
  requested: { received: { to: 'received' }, accepted: { to: 'accepted' }, declined: { to: 'declined' }, redirected: { to: 'redirected' }, withdrawn: { to: 'withdrawn' }, lapsed: { to: 'lapsed' }, 'handed over': { refused: 'needs-referral' } },
  received: { received: { refused: 'referral-not-open' }, accepted: { to: 'accepted' }, declined: { to: 'declined' }, redirected: { to: 'redirected' }, withdrawn: { to: 'withdrawn' }, lapsed: { to: 'lapsed' }, 'handed over': { refused: 'needs-referral' } },
  accepted: { received: { refused: 'referral-not-open' }, accepted: { refused: 'referral-not-open' }, declined: { to: 'declined' }, redirected: { refused: 'referral-not-open' }, withdrawn: { to: 'withdrawn' }, lapsed: { to: 'lapsed' }, 'handed over': { to: 'fulfilled' } },
  declined: closedRow,
  redirected: closedRow,
  withdrawn: closedRow,
  lapsed: closedRow,
  fulfilled: closedRow,
};

const referralMoves: Readonly<Record<ReferralMove, (referralId: string) => readonly [Who, EventName, object]>> = {
  received: (referralId) => ['S', 'referral-received', { referralId }],
  accepted: (referralId) => ['S', 'referral-accepted', { referralId }],
  declined: (referralId) => ['S', 'referral-declined', { referralId }],
  redirected: (referralId) => ['S', 'referral-redirected', { referralId, to: idOf('S2') }],
  withdrawn: (referralId) => ['P', 'referral-withdrawn', { referralId }],
  // The man left the police car meanwhile: then, and only then, has a referral lapsed.
  lapsed: (referralId) => ['S', 'referral-lapsed', { referralId, code: 'left' }],
  'handed over': (referralId) => ['S', 'handed-over', { to: to('S'), referralId, attestation: 'receiver-only' }],
};
const waysTo: Readonly<Record<Referral['status'], readonly ReferralMove[]>> = {
  requested: [], received: ['received'], accepted: ['received', 'accepted'], declined: ['declined'], redirected: ['redirected'], withdrawn: ['withdrawn'], lapsed: ['lapsed'], fulfilled: ['accepted', 'handed over'],
};

function move(story: CaseStory, referralId: string, next: ReferralMove): RefusalCode | undefined {
  const left = story.state.custody?.custodian.kind === 'unlocated';
  if (next === 'lapsed' && !left && story.state.custody?.custodian.kind === 'organisation') story.does(story.place.startsWith('P') ? 'P' : 'S', 'left-without-formalities', {}, undefined, { anywhere: true });
  const [who, name, body] = referralMoves[next](referralId);
  const asked = story.asks(who, name, { ...body });
  if (!asked.decision.ok) return asked.decision.refusal.code;
  story.records(asked);
  return undefined;
}

describe('a referral', () => {
  const cells = Object.entries(referralTable).flatMap(([from, row]) => Object.entries(row).map(([next, cell]) => [from, next, cell] as const));
  test.each(cells.map(([from, next, cell]) => [from, next, 'to' in cell ? `is ${cell.to}` : `is refused: ${cell.refused}`, cell] as const))('%s, then %s: %s', (from, next, _words, cell) => {
    const story = new Scenario().case(impairedAdult);
    story.does('P', 'found', {}, 'P/Pf');
    const referralId = story.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    for (const step of waysTo[from as Referral['status']]) expect(move(story, referralId, step)).toBeUndefined();
    expect(story.state.referrals[referralId]?.status).toBe(from);
    const refusal = move(story, referralId, next as ReferralMove);
    if ('to' in cell) expect([refusal, story.state.referrals[referralId]?.status]).toEqual([undefined, cell.to]);
    // Who signs again for whom it holds has done so already.
    else if (!(from === 'fulfilled' && next === 'handed over')) expect(refusal).toBe(cell.refused);
    else expect(refusal).toBe('already-done');
  });

  test('a redirected one is requested anew of the next receiver, by the same asker, with the same custodian', () => {
    const story = new Scenario().case(impairedAdult);
    story.does('P', 'found', {}, 'P/Pf');
    const parent = story.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission', urgency: 'emergency' });
    const childId = story.does('S', 'referral-redirected', { referralId: parent, to: idOf('H2') });
    expect(story.state.referrals[childId]).toMatchObject({ purpose: 'medical', asker: idOf('P'), receiver: idOf('H2'), status: 'requested', urgency: 'emergency', parent, hop: 1 });
  });

  test('the third redirection is taken to the office above in the same append', () => {
    const story = new Scenario().case(impairedAdult);
    story.does('P', 'found', {}, 'P/Pf');
    let referralId = story.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    for (const [from, next] of [['S', 'S2'], ['S2', 'S3']] as const) referralId = story.does(from, 'referral-redirected', { referralId, to: idOf(next) });
    expect(Object.values(story.state.escalations)).toEqual([]);
    story.does('S3', 'referral-redirected', { referralId, to: idOf('T1') });
    expect(Object.values(story.state.escalations)).toMatchObject([{ issue: 'third-redirect', addressee: idOf('CJ'), asker: idOf('S3'), referralId }]);
  });

  test('an emergency is handed over before it is accepted, and so is what the level above directed', () => {
    const story = new Scenario().case(impairedAdult);
    admittedAtStation(story);
    const medical = story.does('S', 'referral-sent', { to: idOf('H'), purpose: 'medical', urgency: 'emergency' });
    story.hand('S', 'H', 'H/S', medical);
    story.does('H', 'discharged');
    story.hand('H', 'S', 'S/S');
    const escalationId = story.does('S', 'escalation-raised', { to: idOf('OC') });
    story.does('OC', 'escalation-resolved', { escalationId, outcome: 'escort-anyway' });
    const directed = story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return', directedBy: idOf('OC') });
    expect(story.refuses('O', 'referral-redirected', { referralId: directed, to: idOf('O2') })).toBe('directed');
    story.does('S', 'escort-departed', { referralId: directed }, 'S~/S');
    const handoverId = story.does('S', 'handover-offered', { to: idOf('O'), referralId: directed });
    expect(story.refuses('O', 'handover-disputed', { handoverId, code: 'not-agreed' })).toBe('directed');
    story.does('O', 'handover-disputed', { handoverId, code: 'wrong-person' });
  });

  test('who answers for the person already does not say that it was not agreed, whatever referral the offer names', () => {
    const story = new Scenario().case(impairedAdult);
    story.does('P', 'found', {}, 'P/Pf');
    const admission = story.refer('P', 'S', 'admission');
    story.hand('P', 'H', 'H/Pf', story.refer('P', 'H', 'medical'));
    story.refer('H', 'S', 'bedside', {}, 'H/Sf');
    const handoverId = story.does('H', 'handover-offered', { to: idOf('S'), referralId: admission });
    expect(story.refuses('S', 'handover-disputed', { handoverId, code: 'not-agreed' })).toBe('cannot-decline-own');
    story.does('S', 'handover-disputed', { handoverId, code: 'no-discharge-certificate' });
  });
});

/** Protocol section 2, second table. */
type HandoverMove = 'offered again' | 'handed over' | 'disputed' | 'withdrawn';
const handoverTable: Readonly<Record<Handover['status'], Readonly<Record<HandoverMove, Cell<Handover['status']>>>>> = {
  offered: { 'offered again': { refused: 'handover-open' }, 'handed over': { to: 'done' }, disputed: { to: 'disputed' }, withdrawn: { to: 'withdrawn' } },
  disputed: { 'offered again': { to: 'offered' }, 'handed over': { to: 'done' }, disputed: { refused: 'handover-not-open' }, withdrawn: { to: 'withdrawn' } },
  withdrawn: { 'offered again': { to: 'offered' }, 'handed over': { refused: 'no-such-handover' }, disputed: { refused: 'handover-not-open' }, withdrawn: { refused: 'handover-not-open' } },
  done: { 'offered again': { refused: 'not-yours' }, 'handed over': { refused: 'no-such-handover' }, disputed: { refused: 'handover-not-open' }, withdrawn: { refused: 'handover-not-open' } },
};

describe('a handover', () => {
  const cells = Object.entries(handoverTable).flatMap(([from, row]) => Object.entries(row).map(([next, cell]) => [from, next, cell] as const));
  test.each(cells.map(([from, next, cell]) => [from, next, 'to' in cell ? `is ${cell.to}` : `is refused: ${cell.refused}`, cell] as const))('%s, then %s: %s', (from, next, _words, cell) => {
    const story = new Scenario().case(impairedAdult);
    story.does('P', 'found', {}, 'P/Pf');
    const referralId = story.refer('P', 'S', 'admission');
    const first = story.does('P', 'handover-offered', { to: idOf('S'), referralId });
    const moves: Readonly<Record<HandoverMove, readonly [Who, EventName, Record<string, unknown>]>> = {
      'offered again': ['P', 'handover-offered', { to: idOf('S'), referralId }],
      'handed over': ['S', 'handed-over', { handoverId: first, to: to('S') }],
      disputed: ['S', 'handover-disputed', { handoverId: first }],
      withdrawn: ['P', 'handover-withdrawn', { handoverId: first }],
    };
    const wayTo: Readonly<Record<string, HandoverMove>> = { disputed: 'disputed', withdrawn: 'withdrawn', done: 'handed over' };
    const way = wayTo[from];
    if (way !== undefined) story.records(story.asks(...moves[way]));
    const before = story.place;
    const asked = story.asks(...moves[next as HandoverMove]);
    if (!('to' in cell)) {
      expect(asked.decision).toMatchObject({ ok: false, refusal: { code: cell.refused } });
      return;
    }
    const id = next === 'offered again' ? story.records(asked) : (story.records(asked), first);
    expect(story.state.handovers[id]?.status).toBe(cell.to);
    // A dispute, a withdrawal or an offer leaves custody with the giver (domain 8A, 2); only the receiver's signature moves it.
    expect(story.place).toBe(cell.to === 'done' ? 'S/Sf' : before);
  });
});
