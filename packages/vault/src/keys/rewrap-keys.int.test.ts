import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVault } from '../open-vault.js';
import type { LocalVault } from '../local-vault.js';
import { eraseAt } from '../testing/erase-at.js';
import { checkBackupKey, restoreKeys, rewrapKeys } from './rewrap-keys.js';

const [ANNA, BO, CAI] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000c'] as const;
const caller = { organisation: 'police-a', role: 'police', relations: ['participant'], purpose: 'case-work', answer: { id: 'request-1', operation: 'test' } } as const;

let directory: string;
const at = (name: string): string => join(directory, name);
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'guitu-rewrap-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const sealFor = async (vault: LocalVault, personId: string) => {
  const eventId = personId.replace('4000', '4001');
  const [sealed] = await vault.seal([{ personId, eventId, dataClass: 'identity', year: 2026, value: { person: { name: '王小明' } } }]);
  if (sealed === undefined) throw new Error('nothing was sealed');
  return { personId, eventId, dataClass: 'identity', sealed, safeguards: [] } as const;
};

async function backedUp() {
  const vault = await openVault({ directory: at('keys'), realNow: Date.now, ledger: at('ledger.ndjson') });
  const [anna, bo] = [await sealFor(vault, ANNA), await sealFor(vault, BO)];
  await vault.index([{ personId: ANNA, kind: 'id-number', value: '430703197001010019' }]);
  await eraseAt(vault.desk, [BO]);
  // Bound while the copy is made, or not at all: either is whole.
  const [cai] = await Promise.all([sealFor(vault, CAI), vault.copyKeys(at('draft.db'))]);
  await vault.close();
  checkBackupKey(at('backup.key'), true, { directory: at('keys') });
  const summary = rewrapKeys({ from: { file: at('draft.db'), key: { directory: at('keys') } }, to: { file: at('copy.db'), key: { file: at('backup.key') } } });
  return { anna, bo, cai, summary };
}

test('keys that were backed up and restored open what they sealed, find whom they found, and keep the erased erased', async () => {
  const { anna, bo, summary } = await backedUp();
  expect([summary.erased, summary.persons >= 1]).toEqual([1, true]);
  expect(restoreKeys({ file: at('copy.db'), keyFile: at('backup.key') }, directory)).toEqual(summary);
  expect(readFileSync(at('master.key'))).not.toEqual(readFileSync(at('keys/master.key')));

  const vault = await openVault({ directory, realNow: Date.now, ledger: at('ledger.ndjson') });
  const [one, other] = await vault.open([anna, bo], caller);
  expect([one?.ok, other]).toEqual([true, { ok: false, reason: 'erased' }]);
  expect(await vault.find({ kind: 'id-number', value: '430703197001010019' })).toEqual([ANNA]);
  await expect(sealFor(vault, BO)).rejects.toMatchObject({ code: 'person-erased' });
  await vault.close();
});

test('a backup of keys opens with its own key alone, and that is never the master key of the hub', async () => {
  await backedUp();
  expect(() => checkBackupKey(at('keys/master.key'), false, { directory: at('keys') })).toThrow(expect.objectContaining({ code: 'wrong-master-key' }));
  expect(() => checkBackupKey(at('none.key'), false, { directory: at('keys') })).toThrow(expect.objectContaining({ code: 'missing-master-key' }));
  expect(() => restoreKeys({ file: at('copy.db'), keyFile: at('keys/master.key') }, at('.'))).toThrow(expect.objectContaining({ code: 'wrong-master-key' }));
  expect(existsSync(at('keys.db'))).toBe(false);
});
