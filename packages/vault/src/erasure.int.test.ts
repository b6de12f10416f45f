import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { immediate, openDatabase } from '@guitu/sqlite';
import { openKeyFile } from './keys/key-file.js';
import { KeyStore } from './keys/key-store.js';
import { openVault } from './open-vault.js';
import { Random } from './sealing/random.js';
import { reporter, responsibleStation } from './testing/callers.js';
import { approveErasure, eraseAt } from './testing/erase-at.js';
import { removeTemporaryDirectories, temporaryDirectory, temporaryLedger } from './testing/places.js';

afterAll(removeTemporaryDirectories);

const part = (personId: string, dataClass: 'identity' | 'statistical') => ({ personId, eventId: 'event-1', dataClass, year: 2013, value: { of: personId } });
const allBytes = (directory: string) => Buffer.concat(readdirSync(directory).map((file) => readFileSync(join(directory, file))));

async function withTwoPersons() {
  const directory = temporaryDirectory();
  const ledger = temporaryLedger();
  const reopen = () => openVault({ directory, realNow: Date.now, ledger });
  const vault = await reopen();
  const items = [part('a', 'identity'), part('b', 'identity'), part('a', 'statistical')];
  const sealed = await vault.seal(items);
  await vault.index(['a', 'b'].map((personId) => ({ personId, kind: 'name' as const, value: '王' })));
  const stored = items.flatMap((item, at) => (sealed[at] === undefined ? [] : [{ ...item, sealed: sealed[at], safeguards: [] }]));
  return { directory, ledger, vault, reopen, own: stored.slice(0, 2), counts: stored.slice(2) };
}

describe('destroying the keys of a person', () => {
  test('makes that person unreadable and unfindable for ever, and leaves others and the counts', async () => {
    const { vault, reopen, own, counts } = await withTwoPersons();
    await eraseAt(vault.desk, ['a', 'never-seen']);
    await eraseAt(vault.desk, ['a']);
    const after = async (now: typeof vault) => {
      expect(await now.open(own, responsibleStation)).toEqual([{ ok: false, reason: 'erased' }, { ok: true, level: 'full', value: { of: 'b' } }]);
      expect(await now.open(counts, reporter)).toEqual([{ ok: true, level: 'full', value: { of: 'a' } }]);
      expect(await now.find({ kind: 'name', value: '王' })).toEqual(['b']);
    };
    await after(vault);
    await vault.close();
    const again = await reopen();
    await after(again);
    await again.close();
  });

  test('is final: no new root, no fingerprint, no index entry', async () => {
    const { vault } = await withTwoPersons();
    await eraseAt(vault.desk, ['a', 'never-seen']);
    for (const person of ['a', 'never-seen']) {
      await expect(vault.seal([part(person, 'identity')])).rejects.toMatchObject({ code: 'person-erased', retriable: false });
      await expect(vault.fingerprint(person, {})).rejects.toMatchObject({ code: 'person-erased' });
      await expect(vault.index([{ personId: 'c', kind: 'name', value: '李' }, { personId: person, kind: 'name', value: '王' }])).rejects.toMatchObject({ code: 'person-erased' });
    }
    expect(await vault.find({ kind: 'name', value: '李' })).toEqual([]);
    expect(await vault.seal([part('a', 'statistical')])).toHaveLength(1);
    await vault.close();
  });

  test('leaves nothing of the root in the file or its log, while the vault runs', async () => {
    const { directory, vault, reopen } = await withTwoPersons();
    await vault.close();
    const db = openDatabase(join(directory, 'keys.db'), { durability: 'full' });
    const wrapped = db.prepare("SELECT wrapped FROM roots WHERE id = (SELECT root FROM bindings WHERE person = 'a')").pluck().get() as Buffer;
    const mac = db.prepare("SELECT mac FROM index_entries WHERE person = 'a'").pluck().get() as Buffer;
    db.close();
    const again = await reopen();
    expect(allBytes(directory).includes(wrapped)).toBe(true);
    await eraseAt(again.desk, ['a', 'b']);
    const bytes = allBytes(directory);
    await again.close();
    for (const all of [bytes, allBytes(directory)]) expect([all.includes(wrapped), all.includes(mac)]).toEqual([false, false]);
  });

  test('leaves nothing of the root where a kill came before its old pages were gone: whoever opens the keys next takes them away', async () => {
    const { directory, vault, ledger } = await withTwoPersons();
    await approveErasure(vault.desk, ['a', 'b']);
    await vault.close();
    const { db, keys } = openKeyFile(directory, undefined, new Random());
    const wrapped = db.prepare("SELECT wrapped FROM roots WHERE id = (SELECT root FROM bindings WHERE person = 'a')").pluck().get() as Buffer;
    const mac = db.prepare("SELECT mac FROM index_entries WHERE person = 'a'").pluck().get() as Buffer;
    const store = new KeyStore(db, keys, new Random());
    immediate(db, () => ['a', 'b'].forEach((person) => store.erase(person)));
    const killed = temporaryDirectory();
    for (const file of readdirSync(directory)) copyFileSync(join(directory, file), join(killed, file));
    db.close();
    expect(allBytes(killed).includes(wrapped)).toBe(true);
    const again = await openVault({ directory: killed, realNow: Date.now, ledger });
    const bytes = allBytes(killed);
    expect((await again.desk.ledger(0)).at(-1)).toMatchObject({ entry: 'destroyed' });
    await again.close();
    expect([bytes.includes(wrapped), bytes.includes(mac)]).toEqual([false, false]);
  });

  test('never lets a number of a destroyed root be used again', async () => {
    const { directory, vault, reopen, own } = await withTwoPersons();
    await eraseAt(vault.desk, ['a', 'b']);
    await vault.close();
    const again = await reopen();
    const [sealed] = await again.seal([part('c', 'identity')]);
    expect(own.map((item) => item.sealed.kid)).not.toContain(sealed?.kid);
    await again.close();
    const db = openDatabase(join(directory, 'keys.db'), { durability: 'full' });
    expect(db.prepare('SELECT person, root, erased FROM bindings ORDER BY person').all()).toEqual([
      { person: 'a', root: 1, erased: 1 },
      { person: 'b', root: 2, erased: 1 },
      { person: 'c', root: 3, erased: 0 },
    ]);
    db.close();
  });

  test('may race with sealing: what was sealed is readable or erased, and never corrupt', async () => {
    const { vault, own } = await withTwoPersons();
    const [destroyed, ...sealings] = await Promise.allSettled([eraseAt(vault.desk, ['a']), ...Array.from({ length: 20 }, () => vault.seal([part('a', 'identity'), part('new', 'identity')]))]);
    expect(destroyed.status).toBe('fulfilled');
    for (const sealing of sealings) if (sealing.status === 'rejected') expect(sealing.reason).toMatchObject({ code: 'person-erased' });
    expect(await vault.open(own.slice(0, 1), responsibleStation)).toEqual([{ ok: false, reason: 'erased' }]);
    await vault.close();
  });
});
