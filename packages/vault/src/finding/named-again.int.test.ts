import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openVault } from '../open-vault.js';
import { approveErasure, eraseAt } from '../testing/erase-at.js';
import { removeTemporaryDirectories, temporaryDirectory, temporaryLedger } from '../testing/places.js';

afterAll(removeTemporaryDirectories);

const named = { personId: 'person-1', kind: 'name', value: '王 建国' } as const;
const numbered = { personId: 'person-1', kind: 'id-number', value: '610321193609176432' } as const;

async function withOneNamed() {
  const directory = temporaryDirectory();
  const vault = await openVault({ directory, realNow: Date.now, ledger: temporaryLedger() });
  await vault.index([named]);
  return { vault, written: () => statSync(join(directory, 'keys.db-wal')).size };
}

describe('a person who is named again', () => {
  test('is not written again, and what is new of the person is', async () => {
    const { vault, written } = await withOneNamed();
    const before = written();
    await vault.index([named]);
    expect(written()).toBe(before);
    await vault.index([named, numbered, { ...named, value: '王建国' }]);
    expect(written()).toBeGreaterThan(before);
    for (const query of [numbered, named, { kind: 'name', value: 'jianguo' } as const]) expect(await vault.find(query)).toEqual(['person-1']);
    await vault.close();
  });

  test('is another person with the same name, and is written', async () => {
    const { vault } = await withOneNamed();
    await vault.index([{ ...named, personId: 'person-2' }]);
    expect(await vault.find(named)).toEqual(['person-1', 'person-2']);
    await vault.close();
  });

  test('is refused once the keys were destroyed, also where that happens while the name is being written', async () => {
    const { vault } = await withOneNamed();
    await eraseAt(vault.desk, ['person-1']);
    await expect(vault.index([named])).rejects.toMatchObject({ code: 'person-erased' });
    const other = { ...named, personId: 'person-2' };
    const matter = await approveErasure(vault.desk, ['person-2']);
    await Promise.allSettled([vault.index([other]), vault.desk.destroy(matter)]);
    await expect(vault.index([other])).rejects.toMatchObject({ code: 'person-erased' });
    expect(await vault.find(named)).toEqual([]);
    await vault.close();
  });
});
