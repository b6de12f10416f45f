import { VaultError, openVault } from '@guitu/vault';
import type { Decision, ErasureDesk, LocalVault } from '@guitu/vault';
import { startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { waitFor } from '../support/wait-for.js';
import { leaves, stays } from './episodes.js';
import { officials } from './officers.js';

type Record = ErasureDesk['record'];

/** What goes wrong between the service and the vault for decisions of one kind; nothing where it is absent. */
let wrong: { readonly entry: Decision['entry']; readonly record: (record: Record, decision: Decision) => Promise<void> } | undefined;
let attempts: string[] = [];

async function openBadVault(...options: Parameters<typeof openVault>): Promise<LocalVault> {
  const vault = await openVault(...options);
  const { desk } = vault;
  const record: Record = async (decision) => {
    attempts.push(decision.entry);
    await (wrong?.entry === decision.entry ? wrong.record(desk.record, decision) : desk.record(decision));
  };
  return Object.defineProperty(vault, 'desk', { value: { ...desk, record } });
}

let hub: TestHub;
beforeAll(async () => (hub = await startTestHub({ vault: openBadVault })), 60_000);
afterAll(() => hub.close());
beforeEach(() => (attempts = []));
afterEach(() => (wrong = undefined));

let people = 0;
/** Somebody whose case is closed. */
async function somebody(): Promise<string> {
  people += 1;
  const story = await stays(hub, '张建国', `43070319710417${String(people).padStart(3, '0')}5`);
  await leaves(story);
  return story.caseId;
}

describe('what is asked of the data-protection service twice at once', () => {
  test.each([1, 2, 3])('is proposed once, and each of them hears of it (%i)', async () => {
    const { li } = officials(hub.hub.urls);
    const [caseId, key] = [await somebody(), crypto.randomUUID()];
    const answers = await Promise.all([1, 2, 3].map(() => li.propose('erasures', { caseId, ground: 'person-asked' }, key)));
    expect(answers.map(({ status, body }) => [status, body.id])).toEqual(Array(3).fill([201, answers[0]?.body.id]));
    // At least two of them came before it stood there.
    expect(attempts.filter((entry) => entry === 'proposed').length).toBeGreaterThan(1);
  });

  test('with two bodies under one key is proposed as the first that came, and the other is told so', async () => {
    const { li } = officials(hub.hub.urls);
    const [caseId, key] = [await somebody(), crypto.randomUUID()];
    const answers = await Promise.all(['2031-01-01', '2032-01-01'].map((until) => li.propose('restrictions', { caseId, ground: 'person-asked', until }, key)));
    expect(answers.map(({ status, body }) => [status, body.code]).toSorted()).toEqual([[201, undefined], [422, 'idempotency-key-reused']]);
  });

  test('is approved once, and each of them hears that it is done', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const { id } = (await li.propose('restrictions', { caseId: await somebody(), ground: 'person-asked' })).body;
    const answers = await Promise.all([1, 2, 3].map(() => zhao.approve('restrictions', id)));
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual(Array(3).fill([200, 'done']));
    expect(attempts.filter((entry) => entry === 'approved').length).toBeGreaterThan(1);
  });

  test('is refused once, and who refused it for another reason hears that it is decided', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const { id } = (await li.propose('restrictions', { caseId: await somebody(), ground: 'person-asked' })).body;
    const answers = await Promise.all((['withdrawn', 'withdrawn', 'no-ground'] as const).map((reason) => li.refuse('restrictions', id, reason)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 409]);
    expect((await zhao.approve('restrictions', id)).status).toBe(409);
  });
});

describe('an approval of which the answer is lost between the vault and the service', () => {
  test('is brought to its end although nobody asks again', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const { id } = (await li.propose('erasures', { caseId: await somebody(), ground: 'person-asked' })).body;
    wrong = { entry: 'approved', record: async (record, decision) => {
      await record(decision);
      throw new VaultError('vault-unavailable', 'the vault cannot be reached (ECONNRESET)');
    } };
    expect((await zhao.approve('erasures', id)).status).toBe(503);
    await waitFor('the erasure', async () => (await li.view('erasures', id)).body.state === 'done');
  });

  test('and which the connection sends once more is approved by whoever approved it', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const { id } = (await li.propose('erasures', { caseId: await somebody(), ground: 'person-asked' })).body;
    wrong = { entry: 'approved', record: async (record, decision) => {
      await record(decision);
      await record(decision);
    } };
    const approved = await zhao.approve('erasures', id);
    expect([approved.status, approved.body.state]).toEqual([200, 'done']);
  });
});
