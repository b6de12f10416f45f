import { randomUUID } from 'node:crypto';
import { caseStream, eventId } from '@guitu/contracts';
import type { EventStore } from '@guitu/event-store';
import { StoreError } from '@guitu/event-store';
import { VaultError } from '@guitu/vault';
import { readEvents } from '../index.js';
import { newCase, post, startTestHub } from '../testing/index.js';
import type { TestHub } from '../testing/index.js';

const referral = { to: 'baoji-station', purpose: 'admission' };

interface Weak {
  readStream?: EventStore['readStream'];
  append?: EventStore['append'];
}
let hub: TestHub;
let weak: Weak = {};
let vaultFails: VaultError | undefined;
beforeAll(async () => {
  hub = await startTestHub({
    store: (real) => ({ readStream: (...given) => (weak.readStream ?? real.readStream)(...given), append: (...given) => (weak.append ?? real.append)(...given) }),
    vault: (real) => ({
      seal: (items) => (vaultFails === undefined ? real.seal(items) : Promise.reject(vaultFails)),
      fingerprint: (personId, body) => real.fingerprint(personId, body),
      index: (entries) => real.index(entries),
    }),
  });
});
afterEach(() => {
  weak = {};
  vaultFails = undefined;
});
afterAll(() => hub.close());

describe('two commands that were decided on the same revision', () => {
  /** Lets nobody read on before two have read. */
  function bothReadFirst(stream: string): void {
    let readers = 0;
    let open: () => void = () => {};
    const both = new Promise<void>((resolve) => (open = resolve));
    weak.readStream = async (name, options) => {
      const events = await hub.store.readStream(name, options);
      if (name === stream) {
        readers += 1;
        if (readers === 2) open();
        await both;
      }
      return events;
    };
  }

  test('that do not contradict one another both take effect, one after the other', async () => {
    const { caseId } = await newCase(hub);
    bothReadFirst(caseStream(caseId));
    const answers = await Promise.all([post(hub, `/cases/${caseId}/referral-sent`, referral), post(hub, `/cases/${caseId}/referral-sent`, { to: 'baoji-hospital', purpose: 'medical' })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.map(({ body }) => body['revision']).sort()).toEqual([1, 2]);
    expect((await readEvents(hub.store, caseStream(caseId))).map(({ revision }) => revision)).toEqual([0, 1, 2]);
  });

  test('that contradict one another: one wins, the other is decided again and refused', async () => {
    const { caseId } = await newCase(hub);
    bothReadFirst(caseStream(caseId));
    const answers = await Promise.all([post(hub, `/cases/${caseId}/referral-sent`, referral), post(hub, `/cases/${caseId}/referral-sent`, { ...referral, to: 'changde-station' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ type: 'urn:guitu:refusal:referral-already-open' });
    expect(await readEvents(hub.store, caseStream(caseId))).toHaveLength(2);
  });

  test('of which one said which revision it had seen: that one may find 412', async () => {
    const { caseId } = await newCase(hub);
    bothReadFirst(caseStream(caseId));
    const headers = { 'if-match': '"0"' };
    const answers = await Promise.all([post(hub, `/cases/${caseId}/referral-sent`, referral, { headers }), post(hub, `/cases/${caseId}/referral-sent`, { to: 'baoji-hospital', purpose: 'medical' }, { headers })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  test('who loses three races is told so, and nothing was written', async () => {
    const { caseId } = await newCase(hub);
    let attempts = 0;
    weak.append = async () => ((attempts += 1), { ok: false, conflict: { expected: 0, actual: 1 } });
    expect(await post(hub, `/cases/${caseId}/referral-sent`, referral)).toMatchObject({ status: 409, body: { code: 'lost-races' } });
    expect(attempts).toBe(3);
  });
});

describe('when something is away', () => {
  test.each<[string, () => void, string]>([
    ['the store cannot be read', () => (weak.readStream = () => Promise.reject(new StoreError('store-unavailable', 'secret detail'))), 'store-unavailable'],
    ['the store cannot be written', () => (weak.append = () => Promise.reject(new StoreError('store-unavailable', 'secret detail'))), 'store-unavailable'],
    ['the outcome of an append is unknown', () => (weak.append = () => Promise.reject(new StoreError('append-outcome-unknown', 'secret detail'))), 'store-unavailable'],
    ['the vault cannot seal', () => (vaultFails = new VaultError('vault-unavailable', 'secret detail')), 'vault-unavailable'],
    ['an event of the case is damaged', () => (weak.readStream = () => Promise.reject(new StoreError('corrupt-event', 'secret detail'))), 'history-unreadable'],
  ])('because %s: 503 with Retry-After and nothing of the cause', async (_what, breakIt, code) => {
    const { caseId } = await newCase(hub);
    breakIt();
    const answer = await post(hub, `/cases/${caseId}/referral-sent`, { ...referral, reason: '缘由' });
    expect(answer).toMatchObject({ status: 503, body: { code } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body)).not.toContain('secret detail');
  });

  test('an append that was on disk although nobody heard of it is recognised when the client retries', async () => {
    const { caseId } = await newCase(hub);
    const key = randomUUID();
    weak.append = async (...given) => {
      await hub.store.append(...given);
      throw new StoreError('append-outcome-unknown', 'the line broke');
    };
    expect(await post(hub, `/cases/${caseId}/referral-sent`, referral, { key })).toMatchObject({ status: 503 });
    weak = {};
    expect(await post(hub, `/cases/${caseId}/referral-sent`, referral, { key })).toMatchObject({ status: 200, body: { revision: 1 } });
    expect(await readEvents(hub.store, caseStream(caseId))).toHaveLength(2);
  });

  test('a fault that nobody foresaw is 500, and says nothing of itself', async () => {
    const { caseId } = await newCase(hub);
    weak.readStream = () => Promise.reject(new TypeError('secret detail'));
    const answer = await post(hub, `/cases/${caseId}/referral-sent`, referral);
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  test('a case with an event of a newer hub waits for the upgrade', async () => {
    const { caseId } = await newCase(hub);
    const [stored] = await hub.store.readStream(caseStream(caseId));
    const newer = JSON.parse(Buffer.from(stored!.bytes).toString('utf8')) as Record<string, unknown>;
    const id = eventId(caseStream(caseId), randomUUID(), 0);
    const bytes = Buffer.from(JSON.stringify({ ...newer, id, type: 'guitu.case.found.v99', revision: 1 }));
    await hub.store.append(caseStream(caseId), [{ id, type: 'guitu.case.found.v99', bytes }], { expected: 0 });
    expect(await post(hub, `/cases/${caseId}/referral-sent`, referral)).toMatchObject({ status: 503, body: { code: 'upgrade-in-progress' } });
  });
});
