import { agencyRoles } from '@guitu/contracts';
import type { Role } from '@guitu/contracts';
import { responsibleStation } from '@guitu/vault/testing';
import type { Decision, Officer } from '@guitu/vault';
import { item, stored } from '@guitu/vault/testing';
import type { ListeningVault } from './testing/listening-vault.js';
import { listeningVault } from './testing/listening-vault.js';

let vault: ListeningVault;
beforeAll(async () => (vault = await listeningVault()));
afterAll(() => vault.dispose());

const [MATTER, ANNA] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-00000000000a'] as const;
const officer = (user: string): Officer => ({ organisation: 'office', division: '610000', client: user, user, asserted: true });
const decisions: readonly Decision[] = [
  { entry: 'proposed', matter: MATTER, kind: 'erasure', ground: 'person-asked', asked: ANNA, persons: [ANNA], by: officer('李秀兰') },
  { entry: 'approved', matter: MATTER, by: officer('赵振华') },
];

test.each([...agencyRoles, 'audit'] as readonly Role[])('credentials of %s neither read nor write the erasure ledger, and destroy nothing', async (role) => {
  const { desk } = vault.as(role);
  for (const call of [desk.ledger(0), desk.destroy(MATTER), ...decisions.map((decision) => desk.record(decision))]) await expect(call).rejects.toMatchObject({ code: 'not-allowed' });
});

test('credentials of the data-protection service erase whom two humans have decided to erase, and open, seal and find nothing', async () => {
  const data = item(ANNA, 'identity', { person: { name: '王小明' } });
  const kept = stored([data], await vault.as('station').seal([data]));
  const remote = vault.as('data-protection');
  for (const call of [remote.seal([data]), remote.fingerprint(ANNA, {}), remote.index([]), remote.find({ kind: 'name', value: '王' }), remote.open(kept, { ...responsibleStation, role: 'data-protection' })]) {
    await expect(call).rejects.toMatchObject({ code: 'not-allowed' });
  }
  await expect(remote.desk.destroy(MATTER)).rejects.toMatchObject({ code: 'ledger-refused', retriable: false });
  for (const decision of decisions) await remote.desk.record(decision);
  await expect(remote.desk.record({ entry: 'refused', matter: MATTER, reason: 'withdrawn', by: officer('李秀兰') })).rejects.toMatchObject({ code: 'ledger-refused' });
  await remote.desk.destroy(MATTER);
  expect(await vault.as('station').open(kept, responsibleStation)).toEqual([{ ok: false, reason: 'erased' }]);
  expect((await remote.desk.ledger(1)).map(({ entry }) => entry)).toEqual(['proposed', 'approved', 'destroyed']);
  expect(await remote.desk.ledger(0)).toEqual(await vault.local.desk.ledger(0));
});
