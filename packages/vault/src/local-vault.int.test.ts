import fc from 'fast-check';
import { immediate } from '@guitu/sqlite';
import type { SealedClass } from '@guitu/contracts';
import type { JsonValue } from './json-value.js';
import { openKeyFile } from './keys/key-file.js';
import { GroupWriter } from './keys/group-writer.js';
import { KeyCache } from './keys/key-cache.js';
import { KeyRing } from './keys/key-ring.js';
import { fullStock, KeyStore, mintedAtOnce } from './keys/key-store.js';
import { LocalVault } from './local-vault.js';
import { openVault } from './open-vault.js';
import type { SealItem } from './port.js';
import { Random } from './sealing/random.js';
import { auditor, reporter, responsibleStation, treatingHospital } from './testing/callers.js';
import { removeTemporaryDirectories, temporaryDirectory } from './testing/places.js';

afterAll(removeTemporaryDirectories);

const item = (personId: string, dataClass: SealedClass, value: JsonValue, eventId = 'event-1'): SealItem => ({ personId, eventId, dataClass, year: 2013, value });
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A vault that counts its transactions. */
function counted() {
  const random = new Random();
  const { db, master, look } = openKeyFile(temporaryDirectory(), undefined, random);
  const store = new KeyStore(db, master.wrapping, random);
  immediate(db, () => KeyRing.prepare(store));
  const count = { transactions: 0 };
  const writer = new GroupWriter((work) => {
    count.transactions += 1;
    immediate(db, work);
  });
  const vault = new LocalVault(new KeyRing(store, writer, new KeyCache(100)), random, () => db.close(), () => Promise.resolve(), look);
  return { vault, store, count };
}

describe('a vault', () => {
  test('gives back to those who may see it what was sealed, in the order asked for', async () => {
    const vault = await openVault({ directory: temporaryDirectory(), cachedPersons: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('identity', 'contact', 'care'), fc.jsonValue()), { maxLength: 20 }), async (drafts) => {
        const items = drafts.map(([person, dataClass, value], at) => item(person, dataClass as SealedClass, value as JsonValue, `event-${at}`));
        const sealed = await vault.seal(items);
        const opened = await vault.open(items.map((one, at) => ({ ...one, sealed: sealed[at] ?? fail() })), responsibleStation);
        expect(opened).toEqual(items.map(({ value }) => ({ ok: true, level: 'full', value: JSON.parse(JSON.stringify(value)) as JsonValue })));
      }),
    );
    await vault.close();
  });

  test('cuts what it opens to the level of the caller, and does not even try what the caller may not see', async () => {
    const vault = await openVault({ directory: temporaryDirectory() });
    const items = [item('a', 'identity', { person: { name: '王小明', sex: '1' } }), item('a', 'health', { diagnosis: '肺炎', fitToTravel: true })];
    const sealed = await vault.seal(items);
    const stored = items.map((one, at) => ({ ...one, sealed: sealed[at] ?? fail() }));
    expect(await vault.open(stored, responsibleStation)).toEqual([
      { ok: true, level: 'full', value: { person: { name: '王小明', sex: '1' } } },
      { ok: true, level: 'summary', value: { fitToTravel: true } },
    ]);
    expect(await vault.open(stored, auditor)).toEqual([
      { ok: true, level: 'masked', value: { person: { name: '王**', sex: '1' } } },
      { ok: false, reason: 'not-disclosed' },
    ]);
    expect(await vault.open(stored.map((one) => ({ ...one, personId: 'nobody' })), { ...treatingHospital, relations: ['former'] })).toEqual(
      stored.map(() => ({ ok: false, reason: 'not-disclosed' })),
    );
    await vault.close();
  });

  test('answers corrupt for one changed blob and opens the others', async () => {
    const vault = await openVault({ directory: temporaryDirectory() });
    const items = [item('a', 'identity', 1), item('a', 'identity', 2, 'event-2'), item('b', 'statistical', 3)];
    const [one, two, three] = await vault.seal(items);
    if (one === undefined || two === undefined || three === undefined) return fail();
    const [a, b, c] = items.map(({ personId, eventId, dataClass }) => ({ personId, eventId, dataClass }));
    if (a === undefined || b === undefined || c === undefined) return fail();
    expect(await vault.open([{ ...a, sealed: two }, { ...b, sealed: two }, { ...b, sealed: { ...two, kid: one.kid.replace('p', 'q') } }], responsibleStation)).toEqual([
      { ok: false, reason: 'corrupt' },
      { ok: true, level: 'full', value: 2 },
      { ok: false, reason: 'corrupt' },
    ]);
    expect(await vault.open([{ ...c, sealed: three }, { ...c, sealed: { ...three, kid: one.kid } }], reporter)).toEqual([
      { ok: true, level: 'full', value: 3 },
      { ok: false, reason: 'corrupt' },
    ]);
    await vault.close();
  });

  test('says aloud that it never knew a person or a year, because then it is not the vault of this log', async () => {
    const [vault, other] = [await openVault({ directory: temporaryDirectory() }), await openVault({ directory: temporaryDirectory() })];
    const items = [item('a', 'identity', 1), item('a', 'statistical', 2)];
    const [one, two] = await other.seal(items);
    if (one === undefined || two === undefined) return fail();
    await expect(vault.open([{ ...item('a', 'identity', 0), sealed: one }], responsibleStation)).rejects.toMatchObject({ code: 'unknown-key', retriable: false });
    await expect(vault.open([{ ...item('a', 'statistical', 0), sealed: two }], reporter)).rejects.toMatchObject({ code: 'unknown-key' });
    await vault.close();
    await other.close();
  });

  test('seals statistics under the key of the year and not of the person', async () => {
    const vault = await openVault({ directory: temporaryDirectory() });
    const sealed = await vault.seal([item('a', 'statistical', 1), { ...item('a', 'statistical', 1), year: 2014 }]);
    expect(sealed.map(({ kid }) => kid)).toEqual(['s2013', 's2014']);
    await expect(vault.seal([{ ...item('a', 'statistical', 1), year: 20130 }])).rejects.toMatchObject({ code: 'invalid-value' });
    await vault.close();
  });

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

  test('gives a person one root, however many callers race for it', async () => {
    const vault = await openVault({ directory: temporaryDirectory(), cachedPersons: 2 });
    const persons = ['a', 'b', 'c', 'd', 'e', 'f'];
    const kids = new Map<string, Set<string>>(persons.map((person) => [person, new Set()]));
    await Promise.all(
      Array.from({ length: 300 }, async (_, at) => {
        const person = persons[at % persons.length] ?? fail();
        for (let wait = 0; wait < at % 5; wait += 1) await turn();
        const [sealed] = await vault.seal([item(person, 'identity', at)]);
        kids.get(person)?.add(sealed?.kid ?? fail());
      }),
    );
    expect([...kids.values()].map(({ size }) => size)).toEqual(persons.map(() => 1));
    expect(new Set([...kids.values()].flatMap((one) => [...one])).size).toBe(persons.length);
    await vault.close();
  });

  test('fingerprints a body by its content and its person', async () => {
    const vault = await openVault({ directory: temporaryDirectory() });
    const one = await vault.fingerprint('a', { x: 1, y: [2] });
    expect(one).toMatch(/^[\w-]{43}$/u);
    expect(await vault.fingerprint('a', { y: [2], x: 1 })).toBe(one);
    expect(await vault.fingerprint('a', { y: [2], x: 2 })).not.toBe(one);
    expect(await vault.fingerprint('b', { x: 1, y: [2] })).not.toBe(one);
    await expect(vault.fingerprint('a', { x: Number.NaN })).rejects.toMatchObject({ code: 'invalid-value' });
    await vault.close();
  });

  test('finds persons by name and by identity number, indexed once or often', async () => {
    const vault = await openVault({ directory: temporaryDirectory() });
    const entries = [
      { personId: 'b', kind: 'name', value: '买买提·艾力' },
      { personId: 'a', kind: 'name', value: '买买提 艾力' },
      { personId: 'a', kind: 'id-number', value: '11010119900307123x' },
      { personId: 'a', kind: 'name', value: '·' },
    ] as const;
    await Promise.all([vault.index(entries), vault.index(entries), vault.index([])]);
    await vault.index(entries);
    expect(await vault.find({ kind: 'name', value: '买买提艾力' })).toEqual(['a', 'b']);
    expect(await vault.find({ kind: 'id-number', value: '110101 19900307 123X' })).toEqual(['a']);
    expect(await vault.find({ kind: 'name', value: '11010119900307123X' })).toEqual([]);
    expect(await vault.find({ kind: 'name', value: '' })).toEqual([]);
    await vault.close();
  });

  test('refuses everything once closed, and closing twice is no error', async () => {
    const vault = await openVault({ directory: temporaryDirectory() });
    const begun = vault.seal([item('a', 'identity', 1)]);
    await Promise.all([expect(begun).rejects.toMatchObject({ code: 'vault-closed' }), vault.close()]);
    await vault.close();
    for (const call of [vault.seal([]), vault.open([], auditor), vault.fingerprint('a', 1), vault.index([]), vault.find({ kind: 'name', value: 'x' }), vault.destroy([])]) {
      await expect(call).rejects.toMatchObject({ code: 'vault-closed', retriable: true });
    }
  });
});

function fail(): never {
  throw new Error('a value is missing');
}
