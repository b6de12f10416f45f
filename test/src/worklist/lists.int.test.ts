import { foundBody } from '../support/episodes.js';
import type { TestHub } from '../support/hub.js';
import { startTestHub } from '../support/hub.js';
import { able, confused, manOf, unknownMan } from '../support/people.js';
import { idIn } from '../support/story.js';

const [P, P2, S, H] = ['police-baoji', 'police-weibin', 'station-baoji', 'hospital-baoji'] as const;
const CASES = 45;
const day = '2013-04-01T08:00:00+08:00';
const at = (minutes: number): string => new Date(Date.parse(day) + minutes * 60_000).toISOString();

interface Referred {
  readonly caseId: string;
  readonly referralId: string;
}
let hub: TestHub;
let cases: readonly Referred[];

/** Found, and the station asked to take over, a minute after the one before. Every third waits for nothing but the hospital. */
async function refer(place: number, by: typeof P | typeof P2 = place % 5 === 0 ? P2 : P): Promise<Referred> {
  const { caseId } = await hub.as(by).send('found', { body: foundBody(manOf(`严老${place}`, '430703197001010019', '1970-01-01'), able), now: at(place) });
  const to = place % 3 === 0 ? H : S;
  const { ids } = await hub.as(by).send('referral-sent', { caseId, body: { to, purpose: to === H ? 'medical' : 'admission', expectedAt: at(place + 60) }, now: at(place) });
  return { caseId, referralId: idIn(ids, 'referralId') };
}

beforeAll(async () => {
  hub = await startTestHub();
  cases = await Promise.all(Array.from({ length: CASES }, (_, place) => refer(place)));
  for (const { caseId } of cases) await hub.settled(caseId);
});
afterAll(() => hub.close());

const forStation = (): readonly Referred[] => cases.filter((_, place) => place % 3 !== 0);
const idsOf = (items: readonly { readonly caseId: string }[]): readonly string[] => items.map(({ caseId }) => caseId);

describe('an agency’s worklist', () => {
  test('says what waits for it, what it waits for, and whom it has, oldest first', async () => {
    const [mine, others, held] = await Promise.all([hub.as(S).all('for-me'), hub.as(P).all('for-others'), hub.as(P).all('custody')]);
    expect(idsOf(mine)).toEqual(idsOf(forStation()));
    for (const item of mine) expect(item).toMatchObject({ kind: 'referral-to-answer', purpose: 'admission', custodian: { kind: 'organisation' } });
    expect(others.map(({ kind }) => kind)).toEqual(others.map(() => 'referral-waits'));
    expect(idsOf(others)).toEqual(idsOf(held));
    expect(held).toHaveLength(cases.filter((_, place) => place % 5 !== 0).length);
    expect(await hub.as(S).all('custody')).toEqual([]);
    expect(await hub.as('station-xian').all('for-me')).toEqual([]);
  });

  test('can be narrowed by kind, purpose, the other side, and what is late', async () => {
    expect(idsOf(await hub.as(S).all('for-me', { counterpart: P2 }))).toEqual(idsOf(cases.filter((_, place) => place % 3 !== 0 && place % 5 === 0)));
    expect(idsOf(await hub.as(P).all('for-others', { purpose: 'medical' }))).toEqual(idsOf(cases.filter((_, place) => place % 3 === 0 && place % 5 !== 0)));
    expect(await hub.as(S).all('for-me', { kind: 'handover-to-sign' })).toEqual([]);
    const late = await hub.as(S).all('for-me', { overdue: 'true' }, at(60 + 20));
    expect(idsOf(late)).toEqual(idsOf(forStation().filter(({ caseId }) => cases.findIndex((known) => known.caseId === caseId) < 20)));
    expect(late.every(({ overdue }) => overdue)).toBe(true);
    const inTime = await hub.as(S).all('for-me', { overdue: 'false' }, at(60 + 20));
    expect([...idsOf(late), ...idsOf(inTime)]).toEqual(idsOf(forStation()));
  });

  test.each([1, 7, 200])('comes in pages of %i that together are the whole, each item once', async (limit) => {
    expect(idsOf(await hub.as(S).all('for-me', { limit }))).toEqual(idsOf(forStation()));
  });

  test('refuses a cursor that it did not give, a list that there is not, and a filter that it does not know', async () => {
    for (const query of [{ list: 'for-me', cursor: 'bm9uc2Vuc2U' }, { list: 'nobody' }, {}, { list: 'for-me', limit: 0 }, { list: 'for-me', name: 'x' }]) {
      await expect(hub.as(S).client.get('station', '/worklist', query)).rejects.toMatchObject({ status: 422, code: 'invalid-request' });
    }
  });

  test('shows on later pages every item that stayed, once, while others come and go', async () => {
    const before = forStation();
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; ; page += 1) {
      const { items, next } = await hub.as(S).page('for-me', { limit: 6, kind: 'referral-to-answer', ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...idsOf(items));
      if (next === undefined) break;
      cursor = next;
      // The last item seen is answered, so the row that the cursor stands on is gone; one that is still to come goes too; a new one comes at the end.
      const gone = [before[6 * (page + 1) - 1], before[6 * (page + 1) + 2]];
      for (const referred of gone) if (referred !== undefined) await hub.as(S).send('referral-accepted', { caseId: referred.caseId, body: { referralId: referred.referralId }, now: at(500) });
      for (const referred of gone) if (referred !== undefined) await hub.settled(referred.caseId);
    }
    expect(new Set(seen).size).toBe(seen.length);
    const stayed = idsOf(await hub.as(S).all('for-me', { kind: 'referral-to-answer' }));
    expect(seen.filter((id) => stayed.includes(id))).toEqual(stayed);
    expect(stayed.length).toBeGreaterThan(10);
  });

  test('moves an item from the one who answers to the one who must act, and the person from one to the other', async () => {
    const { caseId, referralId } = await refer(1_000, P);
    const listed = async (id: typeof P | typeof S): Promise<readonly string[]> => {
      await hub.settled(caseId);
      const lists = await Promise.all((['for-me', 'for-others', 'custody'] as const).map((list) => hub.as(id).all(list)));
      return lists.flat().filter((item) => item.caseId === caseId).map(({ list, kind }) => `${list}: ${kind}`);
    };
    expect([await listed(P), await listed(S)]).toEqual([['for-others: referral-waits', 'custody: in-custody'], ['for-me: referral-to-answer']]);
    await hub.as(S).send('referral-accepted', { caseId, body: { referralId }, now: at(1_010) });
    expect([await listed(P), await listed(S)]).toEqual([['for-me: referral-to-fulfil', 'custody: in-custody'], ['for-others: referral-waits']]);
    const offer = await hub.as(P).send('handover-offered', { caseId, body: { to: S, referralId }, now: at(1_020) });
    expect([await listed(P), await listed(S)]).toEqual([['for-others: handover-waits', 'custody: in-custody'], ['for-me: handover-to-sign']]);
    await hub.as(S).send('handed-over', { caseId, body: { handoverId: idIn(offer.ids, 'handoverId'), referralId, to: { kind: 'organisation', organisation: S } }, now: at(1_030) });
    expect([await listed(P), await listed(S)]).toEqual([[], ['custody: in-custody']]);
  });
});

describe('a person under protection', () => {
  test('is in safe care to everybody who neither holds nor answers for her, and no filter tells more', async () => {
    const { caseId } = await hub.as(P).send('found', { body: foundBody(unknownMan('额头有伤'), confused), now: at(2_000) });
    await hub.as(P).send('protection-set', { caseId, body: { ground: 'threat' }, now: at(2_001) });
    await hub.as(P).send('referral-sent', { caseId, body: { to: S, purpose: 'admission' }, now: at(2_002) });
    await hub.settled(caseId);
    const of = async (id: typeof P | typeof S, counterpart?: string) => (await hub.as(id).all(id === P ? 'for-others' : 'for-me', counterpart === undefined ? {} : { counterpart })).filter((item) => item.caseId === caseId);
    const [hidden] = await of(S);
    expect(hidden).toMatchObject({ kind: 'referral-to-answer', custodian: { kind: 'safe-care' } });
    expect(Object.keys(hidden ?? {})).not.toEqual(expect.arrayContaining(['counterpart']));
    expect(JSON.stringify(hidden)).not.toContain(P);
    expect(await of(S, P)).toEqual([]);
    expect(await of(P, S)).toMatchObject([{ kind: 'referral-waits', counterpart: S, responsible: P, custodian: { kind: 'organisation', organisation: P } }]);
  });
});
