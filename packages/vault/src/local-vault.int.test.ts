import { immediate } from '@guitu/sqlite';
import { openKeyFile } from './keys/key-file.js';
import { GroupWriter } from './keys/group-writer.js';
import { KeyCache } from './keys/key-cache.js';
import { keyCopies } from './keys/key-copies.js';
import { KeyRing } from './keys/key-ring.js';
import { fullStock, KeyStore, mintedAtOnce } from './keys/key-store.js';
import { LocalVault } from './local-vault.js';
import { LookLog } from './looked/look-log.js';
import { openVault } from './open-vault.js';
import { Random } from './sealing/random.js';
import { eraseAt } from './testing/erase-at.js';
import { item } from './testing/items.js';
import { removeTemporaryDirectories, temporaryDirectory, temporaryLedger } from './testing/places.js';
import { vaultContract } from './testing/vault-contract.js';

afterAll(removeTemporaryDirectories);

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A vault that counts its transactions, and that waits for the disk where the test says so. */
function counted() {
  const random = new Random();
  const directory = temporaryDirectory();
  const { db, keys, look } = openKeyFile(directory, undefined, random);
  const store = new KeyStore(db, keys, random);
  immediate(db, () => KeyRing.prepare(store));
  const count = { transactions: 0 };
  const disk: { held: (() => void)[] | undefined } = { held: undefined };
  const writer = new GroupWriter((work) => {
    count.transactions += 1;
    immediate(db, work);
    const { held } = disk;
    return held && new Promise((resolve) => void held.push(resolve));
  });
  const vault = new LocalVault(new KeyRing(store, writer, new KeyCache(100)), LookLog.open({ directory, realNow: Date.now }), random, { release: () => db.close(), copies: keyCopies(db), look, ledger: undefined, rotation: { underWay: () => false, isNewest: () => true, run: () => Promise.reject(new Error('not here')) } });
  return { vault, store, count, disk };
}

vaultContract({
  name: 'The vault in this process',
  open: async () => {
    const vault = await openVault({ directory: temporaryDirectory(), realNow: Date.now, cachedPersons: 3, ledger: temporaryLedger() });
    return { vault, destroy: (personIds) => eraseAt(vault.desk, personIds), dispose: () => vault.close() };
  },
});

describe('a vault', () => {
  test('binds all persons that are asked for in one turn of the event loop in one transaction, and the known ones in none', async () => {
    const { vault, count } = counted();
    const persons = Array.from({ length: 60 }, (_, number) => `person-${number}`);
    await Promise.all([
      ...persons.map((person) => vault.seal([item(person, 'identity', 1)])),
      ...persons.map((person) => vault.fingerprint(person, {})),
      ...persons.map((person) => vault.index([{ personId: person, kind: 'name', value: person }])),
    ]);
    expect(count.transactions).toBe(1);
    await Promise.all(persons.map((person) => vault.seal([item(person, 'health', 1), item(person, 'care', 1)])));
    await Promise.all(persons.map((person) => vault.fingerprint(person, {})));
    expect(count.transactions).toBe(1);
    await vault.close();
  });

  test('relies on nothing that it reads in its file before the disk has it', async () => {
    const { vault, disk } = counted();
    const held: (() => void)[] = (disk.held = []);
    const ended: string[] = [];
    const told = (name: string, work: Promise<unknown>): Promise<unknown> => work.then(() => ended.push(name));
    const statistics = (personId: string) => ({ ...item(personId, 'statistical', 1), year: 2031 });
    const waiting = [told('named', vault.index([{ personId: 'named', kind: 'name', value: '王建国' }])), told('first of the year', vault.seal([statistics('one')]))];
    await turn();
    expect(held).toHaveLength(1);
    // Both stand in the file by now.
    waiting.push(told('sealed', vault.seal([item('named', 'identity', 1)])), told('fingerprint', vault.fingerprint('named', {})), told('second of the year', vault.seal([statistics('two')])));
    await turn();
    await turn();
    expect(ended).toEqual([]);
    disk.held = undefined;
    for (const durable of held) durable();
    await Promise.all(waiting);
    expect(ended.toSorted()).toEqual(['fingerprint', 'first of the year', 'named', 'sealed', 'second of the year']);
    await vault.close();
  });

  test('refills its stock of roots between requests, and serves a burst that is larger than the stock', async () => {
    const { vault, store } = counted();
    expect(store.stock()).toBe(fullStock);
    const persons = Array.from({ length: mintedAtOnce + 1 }, (_, number) => item(`p${number}`, 'identity', 1));
    await vault.seal(persons.slice(0, mintedAtOnce - 1));
    await turn();
    expect(store.stock()).toBe(fullStock - mintedAtOnce + 1);
    await vault.seal(persons);
    for (let turns = 0; turns < 10 && store.stock() < fullStock - 1; turns += 1) await turn();
    expect(store.stock()).toBe(fullStock - 1);
    const burst = Array.from({ length: 2_000 }, (_, number) => item(`burst-${number}`, 'identity', number));
    const sealed = await vault.seal(burst);
    expect(new Set(sealed.map(({ kid }) => kid)).size).toBe(burst.length);
    await vault.close();
  });
});
