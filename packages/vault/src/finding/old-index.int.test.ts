import { join } from 'node:path';
import { openDatabase } from '@guitu/sqlite';
import { rewrapKeys } from '../keys/rewrap-keys.js';
import { openVault } from '../open-vault.js';
import { eraseAt } from '../testing/erase-at.js';
import { item, stored } from '../testing/items.js';
import { removeTemporaryDirectories, temporaryDirectory, temporaryLedger } from '../testing/places.js';

afterAll(removeTemporaryDirectories);

const named = (personId: string, name: string) => item(personId, 'identity', { person: { name, idNumber: '11010119900307123X' } });
const byName = (value: string) => ({ kind: 'name', value }) as const;

/** A vault as the first release left it: without a word about its index, and found by number alone. What it sealed. */
async function oldVault() {
  const directory = temporaryDirectory();
  const vault = await openVault({ directory, realNow: Date.now });
  const items = [named('a', '王小明'), named('b', '单雄信'), item('a', 'identity', { identity: { person: { name: '买买提·艾力' } } }, 'event-2')];
  const blobs = stored(items, await vault.seal(items));
  await vault.index([{ personId: 'a', kind: 'id-number', value: '11010119900307123X' }]);
  await vault.close();
  const db = openDatabase(join(directory, 'keys.db'), { durability: 'full' });
  db.prepare("DELETE FROM meta WHERE name = 'index'").run();
  db.close();
  return { directory, blobs };
}

describe('an index of the first release', () => {
  test('is brought up to date from what was sealed, in steps, over a restart, and nobody erased comes back', async () => {
    const { directory, blobs } = await oldVault();
    const place = { directory, realNow: Date.now, ledger: temporaryLedger() };
    let vault = await openVault(place);
    expect(await vault.indexState()).toEqual({ complete: false });
    expect([await vault.find(byName('xiaoming')), await vault.find({ kind: 'id-number', value: '11010119900307123X' })]).toEqual([[], ['a']]);

    await vault.reindex({ items: blobs.slice(0, 1), reached: 'log-1 7' });
    await vault.close();
    vault = await openVault(place);
    expect(await vault.indexState()).toEqual({ complete: false, reached: 'log-1 7' });
    expect(await vault.find(byName('xiaoming'))).toEqual(['a']);

    await eraseAt(vault.desk, ['b']);
    const strange = [{ ...blobs[0]!, personId: 'never-seen' }, { ...blobs[0]!, sealed: { ...blobs[0]!.sealed, ct: 'AAAA' } }, item('a', 'health', 1)].map((one) => ({ sealed: blobs[0]!.sealed, ...one }));
    await vault.reindex({ items: [...blobs.slice(1), ...strange] });
    expect((await vault.indexState()).reached).toBe('log-1 7');
    await vault.reindex({ items: [], reached: null });
    expect(await vault.indexState()).toEqual({ complete: true });
    expect([await vault.find(byName('aili')), await vault.find(byName('shan')), await vault.find(byName('雄信'))]).toEqual([['a'], [], []]);
    await vault.close();
  });

  test('stays one in a copy of the keys', async () => {
    const { directory } = await oldVault();
    const copy = temporaryDirectory();
    rewrapKeys({ from: { file: join(directory, 'keys.db'), key: { directory } }, to: { file: join(copy, 'keys.db'), key: { directory: copy, make: true } } });
    const restored = await openVault({ directory: copy, realNow: Date.now });
    expect(await restored.indexState()).toEqual({ complete: false });
    await restored.reindex({ items: [], reached: null });
    await restored.close();
    const again = temporaryDirectory();
    rewrapKeys({ from: { file: join(copy, 'keys.db'), key: { directory: copy } }, to: { file: join(again, 'keys.db'), key: { directory: again, make: true } } });
    const complete = await openVault({ directory: again, realNow: Date.now });
    expect(await complete.indexState()).toEqual({ complete: true });
    await complete.close();
  });

  test('is none where the file was made by this release', async () => {
    const vault = await openVault({ directory: temporaryDirectory(), realNow: Date.now });
    expect(await vault.indexState()).toEqual({ complete: true });
    await vault.close();
  });
});
