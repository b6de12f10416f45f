import { randomUUID } from 'node:crypto';
import { caseStream, notesStream, personStream } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import { eraseAt } from '@guitu/vault/testing';
import { readEvents } from '../index.js';
import { manFound, newCase, post, startTestHub } from '../testing/index.js';
import type { Answered, TestHub } from '../testing/index.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

const referral = { to: 'baoji-station', purpose: 'admission', reason: '无处可去' };
const eventsOf = (caseId: string): Promise<readonly AnyEvent[]> => readEvents(hub.store, caseStream(caseId));
const comparable = ({ status, headers, body }: Answered) => ({ status, etag: headers.get('etag'), body });

describe('a command that opens a case', () => {
  test('answers with the case, its number, its revision and the ids of its events', async () => {
    const { answer } = await newCase(hub);
    expect(answer).toMatchObject({ status: 201, body: { revision: 0, events: [{ type: 'guitu.case.found.v1', revision: 0 }], ids: {} } });
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.body['caseNumber']).toMatch(/^\d{4}[0-9A-Z]{26}[0-9A-Z*~$=]$/u);
  });

  test('leaves nothing personal in the log, and everything in the vault', async () => {
    const { caseId } = await newCase(hub);
    const [stored] = await hub.store.readStream(caseStream(caseId));
    const text = Buffer.from(stored?.bytes ?? []).toString('utf8');
    for (const secret of ['王建国', '610302197001011234', '火车站', '"sex"']) expect(text).not.toContain(secret);
    const [event] = await eventsOf(caseId);
    const found = event as Extract<AnyEvent, { name: 'found' }>;
    expect(found.data).toMatchObject({ assessment: { ageCut: 'adult', maySelfLeave: true } });
    expect(found.fingerprint).toMatch(/^[\w-]{43}$/u);
    expect(Object.keys(found.sealed).sort()).toEqual(['circumstances', 'health', 'identity']);
    const personId = found.data.personId ?? '';
    const [opened] = await hub.vault.open([{ personId, eventId: found.id, dataClass: 'circumstances', sealed: found.sealed.circumstances!, safeguards: [] }], { organisation: 'baoji-police', role: 'police', relations: ['opener', 'custodian', 'responsible'], purpose: 'case-work', answer: { id: 'request-1', operation: 'test' } });
    expect(opened).toMatchObject({ ok: true, value: { place: '火车站西广场' } });
    expect(await hub.vault.find({ kind: 'name', value: '王建国' })).toContain(personId);
    expect(await hub.vault.find({ kind: 'id-number', value: '610302197001011234' })).toContain(personId);
  });

  test('carries trace, actor and the human whom the machine names', async () => {
    const { body } = await post(hub, '/cases/found', manFound, { headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'guitu-user': encodeURIComponent('李警官') } });
    const [event] = await eventsOf(String(body['caseId']));
    expect(event?.actor).toEqual({ organisation: 'baoji-police', role: 'police', division: '610300', user: '李警官' });
    expect(event?.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-/u);
    expect(event?.source).toBe(`urn:guitu:${hub.store.storeId}:test`);
  });
});

describe('a command that is sent again', () => {
  test('with the same key and body gets the same answer and has one effect, also when the case has gone on', async () => {
    const key = randomUUID();
    const opened = await post(hub, '/cases/found', manFound, { key });
    const caseId = String(opened.body['caseId']);
    const sentKey = randomUUID();
    const sent = await post(hub, `/cases/${caseId}/referral-sent`, referral, { key: sentKey });
    expect(sent).toMatchObject({ status: 200, body: { revision: 1, ids: { referralId: expect.stringMatching(/^[0-9a-f-]{36}$/u) as string } } });
    await post(hub, `/cases/${caseId}/referral-received`, { referralId: (sent.body['ids'] as Record<string, string>)['referralId'], signedBy: '值班员' }, { as: 'baoji-station' });
    expect(comparable(await post(hub, '/cases/found', manFound, { key }))).toEqual(comparable(opened));
    expect(comparable(await post(hub, `/cases/${caseId}/referral-sent`, referral, { key: sentKey.toUpperCase() }))).toEqual(comparable(sent));
    expect((await eventsOf(caseId)).map(({ name }) => name)).toEqual(['found', 'referral-sent', 'referral-received']);
  });

  test('with an old If-Match, or when its time lies in a future that the clock went back from, is still answered', async () => {
    const key = randomUUID();
    const opened = await post(hub, '/cases/found', { ...manFound, occurredAt: new Date(hub.runtime.businessNow()).toISOString() }, { key });
    const { caseId } = opened.body;
    const body = { ...referral, occurredAt: new Date(hub.runtime.businessNow()).toISOString() };
    const again = () => post(hub, `/cases/${String(caseId)}/referral-sent`, body, { key, headers: { 'if-match': '"0"' } });
    const first = await again();
    hub.runtime.setBusinessClock(hub.runtime.realNow() - 86_400_000);
    const second = await again();
    hub.runtime.setBusinessClock(undefined);
    expect(first.status).toBe(200);
    expect(comparable(second)).toEqual(comparable(first));
  });

  test('with the same key and another body is refused, and has no effect', async () => {
    const { caseId } = await newCase(hub);
    const key = randomUUID();
    await post(hub, `/cases/${caseId}/referral-sent`, referral, { key });
    expect(await post(hub, `/cases/${caseId}/referral-sent`, { ...referral, reason: '另有原因' }, { key })).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await eventsOf(caseId)).toHaveLength(2);
  });

  test('in another order of members is the same body', async () => {
    const key = randomUUID();
    const opened = await post(hub, '/cases/found', manFound, { key });
    const reversed = Object.fromEntries(Object.entries(manFound).reverse());
    expect(comparable(await post(hub, '/cases/found', reversed, { key }))).toEqual(comparable(opened));
  });

  test('twenty times at once has one effect and one answer', async () => {
    const key = randomUUID();
    const openings = await Promise.all(Array.from({ length: 20 }, () => post(hub, '/cases/found', manFound, { key })));
    expect(new Set(openings.map((answer) => JSON.stringify(comparable(answer)))).size).toBe(1);
    const caseId = String(openings[0]?.body['caseId']);
    expect(openings[0]?.status).toBe(201);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(hub, `/cases/${caseId}/referral-sent`, referral, { key })));
    expect(new Set(answers.map((answer) => JSON.stringify(comparable(answer)))).size).toBe(1);
    expect(await eventsOf(caseId)).toHaveLength(2);
  });

  test('twenty times at once with ten bodies: one body has its effect, the others are refused', async () => {
    const { caseId } = await newCase(hub);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, place) => post(hub, `/cases/${caseId}/referral-sent`, { ...referral, reason: `原因 ${place % 10}` }, { key })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(answers.filter(({ body }) => body['code'] === 'idempotency-key-reused')).toHaveLength(18);
    expect(await eventsOf(caseId)).toHaveLength(2);
  });

  test('by another client, or as another operation, is another command', async () => {
    const key = randomUUID();
    const [mine, theirs] = await Promise.all([post(hub, '/cases/found', manFound, { key }), post(hub, '/cases/found', manFound, { key, as: 'changde-police' })]);
    expect(mine.body['caseId']).not.toBe(theirs.body['caseId']);
  });

  test('about another case with the same person in it is not taken for done', async () => {
    const opening = { channel: 'walk-in', person: { sex: '1', age: { from: 30, to: 40 } }, signs: { impairment: false, mobilityImpaired: false }, helpReason: 'theft-victim' };
    const open = async (key: string): Promise<string> => String((await post(hub, '/cases/help-requested', opening, { as: 'baoji-station', key })).body['caseId']);
    // The ids of persons begin with their key: the link of either is written to the person of the third.
    const [third, one, other] = await Promise.all(['00000000-0000-4000-8000-000000000001', 'f0000000-0000-4000-8000-000000000001', 'f0000000-0000-4000-8000-000000000002'].map(open));
    const key = randomUUID();
    const link = (caseId: string | undefined) => post(hub, `/cases/${caseId}/linked`, { otherCase: third, method: 'kin' }, { as: 'baoji-station', key });
    const first = await link(one);
    expect(first.status).toBe(200);
    expect(await link(other)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(comparable(await link(one))).toEqual(comparable(first));
  });

  test('after an erasure cannot be compared any more, and is answered', async () => {
    const key = randomUUID();
    const opened = await post(hub, '/cases/found', manFound, { key });
    const caseId = String(opened.body['caseId']);
    const [event] = (await eventsOf(caseId)) as [Extract<AnyEvent, { name: 'found' }>];
    await eraseAt(hub.vault.desk, [event.data.personId ?? '']);
    expect(comparable(await post(hub, '/cases/found', manFound, { key }))).toEqual(comparable(opened));
    expect(await post(hub, `/cases/${caseId}/referral-sent`, referral)).toMatchObject({ status: 409, body: { code: 'person-erased' } });
  });
});

describe('a fact that no decision reads', () => {
  test('stands in the notes of the case, and leaves the revision of the case alone', async () => {
    const { caseId } = await newCase(hub);
    const key = randomUUID();
    const note = { note: '情绪稳定' };
    const first = await post(hub, `/cases/${caseId}/note-added`, note, { key });
    expect(first).toMatchObject({ status: 200, body: { revision: 0, streamRevision: 0, events: [{ type: 'guitu.notes.note-added.v1' }] } });
    expect(first.headers.get('etag')).toBe('"0"');
    expect(comparable(await post(hub, `/cases/${caseId}/note-added`, note, { key }))).toEqual(comparable(first));
    expect(await readEvents(hub.store, notesStream(caseId))).toHaveLength(1);
    expect(await post(hub, `/cases/${caseId}/note-added`, note, { as: 'changde-police' })).toMatchObject({ status: 404 });
  });
});

describe('a claim of who somebody is', () => {
  test('stands with the person, sealed under the person', async () => {
    const { caseId } = await newCase(hub);
    const [event] = (await eventsOf(caseId)) as [Extract<AnyEvent, { name: 'found' }>];
    const claim = { confidence: 'claimed', person: { sex: '1', name: '赵大山' } };
    const answer = await post(hub, `/cases/${caseId}/identity-claimed`, claim);
    expect(answer).toMatchObject({ status: 200, body: { streamRevision: 0 } });
    const personId = event.data.personId ?? '';
    const [claimed] = await readEvents(hub.store, personStream(personId));
    expect(claimed).toMatchObject({ subject: personId, data: { caseId } });
    expect(await hub.vault.find({ kind: 'name', value: '赵大山' })).toContain(personId);
  });
});
