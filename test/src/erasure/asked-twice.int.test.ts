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

async function openBadVault(...options: Parameters<typeof openVault>): Promise<LocalVault> {
  const vault = await openVault(...options);
  const { desk } = vault;
  const record: Record = async (decision) => {
    await (wrong?.entry === decision.entry ? wrong.record(desk.record, decision) : desk.record(decision));
  };
  return Object.defineProperty(vault, 'desk', { value: { ...desk, record } });
}

let hub: TestHub;
beforeAll(async () => (hub = await startTestHub({ vault: openBadVault })), 60_000);
afterAll(() => hub.close());
afterEach(() => (wrong = undefined));

/** As many decisions of one kind come to the ledger only when all of them are there: each request has found nothing before it. */
function together(entry: Decision['entry'], count: number): void {
  let arrived = 0;
  let all: () => void = () => undefined;
  const there = new Promise<void>((resolve) => (all = resolve));
  wrong = { entry, record: async (record, decision) => {
    arrived += 1;
    if (arrived === count) all();
    await there;
    await record(decision);
  } };
}

let people = 0;
/** Somebody whose case is closed. */
async function somebody(): Promise<string> {
  people += 1;
  const story = await stays(hub, '张建国', `43070319710417${String(people).padStart(3, '0')}5`);
  await leaves(story);
  return story.caseId;
}

describe('what is asked of the data-protection service twice at once', () => {
  test('is proposed once, and each of them hears of it', async () => {
    const { li } = officials(hub.hub.urls);
    const [caseId, key] = [await somebody(), crypto.randomUUID()];
    together('proposed', 3);
    const answers = await Promise.all([1, 2, 3].map(() => li.propose('erasures', { caseId, ground: 'person-asked' }, key)));
    expect(answers.map(({ status, body }) => [status, body.id])).toEqual(Array(3).fill([201, answers[0]?.body.id]));
  });

  test('with two bodies under one key is proposed as the first that came, and the other is told so', async () => {
    const { li } = officials(hub.hub.urls);
    const [caseId, key] = [await somebody(), crypto.randomUUID()];
    together('proposed', 2);
    const answers = await Promise.all(['2031-01-01', '2032-01-01'].map((until) => li.propose('restrictions', { caseId, ground: 'person-asked', until }, key)));
    expect(answers.map(({ status, body }) => [status, body.code]).toSorted()).toEqual([[201, undefined], [422, 'idempotency-key-reused']]);
  });

  test('is approved once, and each of them hears that it is done', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const { id } = (await li.propose('restrictions', { caseId: await somebody(), ground: 'person-asked' })).body;
    together('approved', 3);
    const answers = await Promise.all([1, 2, 3].map(() => zhao.approve('restrictions', id)));
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual(Array(3).fill([200, 'done']));
  });

  test('is refused once, and who refused it for another reason hears that it is decided', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const { id } = (await li.propose('restrictions', { caseId: await somebody(), ground: 'person-asked' })).body;
    together('refused', 3);
    const answers = await Promise.all([1, 2, 3].map(() => li.refuse('restrictions', id, 'withdrawn')));
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual(Array(3).fill([200, 'refused']));
    expect((await li.refuse('restrictions', id, 'no-ground')).status).toBe(409);
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
