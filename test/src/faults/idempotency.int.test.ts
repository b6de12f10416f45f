import { caseStream } from '@guitu/contracts';
import { projectionsAgree } from '../support/afterwards.js';
import { foundBody } from '../support/episodes.js';
import type { TestHub } from '../support/hub.js';
import { startTestHub } from '../support/hub.js';
import { able, manOf } from '../support/people.js';
import { chanceOf } from '../support/seed.js';

const [P, P2, S] = ['police-baoji', 'police-weibin', 'station-baoji'] as const;
const body = foundBody(manOf('武大有', '430703197001010019', '1970-01-01'), able);
const chance = chanceOf('idempotency');
const twenty = Array.from({ length: 20 }, (_, place) => place);
let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

const lengthOf = async (caseId: string): Promise<number> => (await hub.hub.store.readStream(caseStream(caseId))).length;

describe('a command that is sent more than once', () => {
  test('opens one case, though it comes twenty times at once', async () => {
    const idempotencyKey = chance.uuid();
    const answers = await Promise.all(twenty.map(() => hub.as(P).send('found', { body, idempotencyKey })));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await lengthOf(answers[0]?.caseId ?? '')).toBe(1);
    expect(await hub.as(P).send('found', { body, idempotencyKey })).toEqual(answers[0]);
  });

  test('has one effect on a case, though it comes twenty times at once between the commands of others', async () => {
    const { caseId } = await hub.as(P).send('found', { body });
    const idempotencyKey = chance.uuid();
    const [answers] = await Promise.all([
      Promise.all(twenty.map(() => hub.as(P).send('referral-sent', { caseId, body: { to: S, purpose: 'admission', reason: '请接收' }, idempotencyKey }))),
      Promise.all([1, 2, 3].map(() => hub.as(P).send('belongings-registered', { caseId, body: { items: [{ description: '挎包' }] } }))),
    ]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await hub.as(P).view(caseId)).referrals).toHaveLength(1);
    expect(await lengthOf(caseId)).toBe(5);
  });

  test('is answered as the first time after the case has moved on, even where it could not be done any more', async () => {
    const { caseId } = await hub.as(P).send('found', { body });
    const declined = { caseId, body: { cardGiven: true }, idempotencyKey: chance.uuid() };
    const first = await hub.as(P).send('help-declined', declined);
    await hub.as(P).send('case-closed', { caseId, body: { code: 'declined' } });
    expect(await hub.as(P).refused('help-declined', { caseId, body: { cardGiven: true } })).toMatchObject({ status: 409, code: 'case-closed' });
    expect(await hub.as(P).send('help-declined', declined)).toEqual(first);
  });

  test('is refused with another body under the same key, and with the same key of another organisation it is another command', async () => {
    const idempotencyKey = chance.uuid();
    const first = await hub.as(P).send('found', { body, idempotencyKey });
    expect(await hub.as(P).refused('found', { body: { ...body, place: '另一处' }, idempotencyKey })).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    expect((await hub.as(P2).send('found', { body, idempotencyKey })).caseId).not.toBe(first.caseId);
    expect(await lengthOf(first.caseId)).toBe(1);
  });

  test('of two bodies under one key at once, one is recorded and the other refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const idempotencyKey = chance.uuid();
      const sent = await Promise.allSettled(['东门', '西门'].map((place) => hub.as(P).send('found', { body: { ...body, place }, idempotencyKey })));
      expect(sent.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(sent.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 422, code: 'idempotency-key-reused' } });
    }
  });

  test('was refused once and may be taken the next time: only what was accepted is remembered', async () => {
    const { caseId } = await hub.as(P).send('help-requested', { body: { channel: '110', caller: '路人' } });
    const tooEarly = { caseId, body: { cardGiven: false }, idempotencyKey: chance.uuid() };
    expect(await hub.as(P).refused('help-declined', tooEarly)).toMatchObject({ code: 'not-met-yet' });
    await hub.as(P).send('found', { caseId, body: { ...body, disposition: 'left' } });
    expect((await hub.as(P).send('help-declined', tooEarly)).revision).toBe(2);
  });
});

describe('a command that names the revision it has seen', () => {
  test('is refused when the case has moved on, and a retry of one that was taken is not', async () => {
    const { caseId, revision } = await hub.as(P).send('found', { body });
    const seen = { caseId, body: { to: S, purpose: 'admission' as const }, ifMatch: revision, idempotencyKey: chance.uuid() };
    const taken = await hub.as(P).send('referral-sent', seen);
    expect(await hub.as(P).refused('belongings-registered', { caseId, body: { items: [] }, ifMatch: revision })).toMatchObject({ status: 412, code: 'revision-mismatch' });
    expect(await hub.as(P).send('referral-sent', seen)).toEqual(taken);
    expect((await hub.as(P).send('belongings-registered', { caseId, body: { items: [] }, ifMatch: taken.revision })).revision).toBe(2);
  });

  test('wins alone of ten that have seen the same', async () => {
    const { caseId, revision } = await hub.as(P).send('found', { body });
    const sent = await Promise.allSettled(twenty.slice(10).map(() => hub.as(P).send('belongings-registered', { caseId, body: { items: [] }, ifMatch: revision })));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of sent) if (result.status === 'rejected') expect(result).toMatchObject({ reason: { status: 412, code: 'revision-mismatch' } });
  });
});

test('after all repetitions the worklists are what a rebuild makes of the log', () => projectionsAgree(hub));
