import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { immediate, openDatabase } from '@guitu/sqlite';
import { openVault } from '../open-vault.js';
import type { LocalVault } from '../local-vault.js';
import type { Sealed } from '../port.js';
import { responsibleStation } from '../testing/callers.js';
import { eventOf, personOf, sealedFor, valueOf } from '../testing/crash-work.js';
import { removeTemporaryDirectories, temporaryDirectory } from '../testing/places.js';
import { Random } from '../sealing/random.js';
import { VaultError } from '../vault-error.js';
import { openKeyFile } from './key-file.js';
import { rewrapKeys } from './rewrap-keys.js';
import { rotate } from './rotation.js';
import type { RotationSite } from './rotation.js';

afterAll(removeTemporaryDirectories);

const PERSONS = 1_200;
const masterOf = (directory: string): string => readFileSync(join(directory, 'master.key'), 'utf8').trim();
const filesOf = (directory: string): Buffer => Buffer.concat(readdirSync(directory).filter((file) => file.startsWith('keys.db')).map((file) => readFileSync(join(directory, file))));

async function filled(masterKey?: Buffer): Promise<{ readonly directory: string; readonly vault: LocalVault; readonly sealed: readonly Sealed[] }> {
  const directory = temporaryDirectory();
  const vault = await openVault({ realNow: Date.now, directory, ...(masterKey === undefined ? {} : { masterKey }) });
  const sealed = await Promise.all(Array.from({ length: PERSONS }, (_, number) => sealedFor(vault, number)));
  return { directory, vault, sealed };
}

async function expectReadable(vault: LocalVault, sealed: readonly Sealed[]): Promise<void> {
  const items = sealed.map((one, number) => ({ personId: personOf(number), eventId: eventOf(number), dataClass: 'identity', safeguards: [], sealed: one }) as const);
  expect((await vault.open(items, responsibleStation)).map((opened) => (opened.ok ? opened.value : opened.reason))).toEqual(sealed.map((_, number) => valueOf(number)));
}

/** Every root and hub key of the file, in hexadecimal, as it is stored. */
function wrappedIn(directory: string): readonly Buffer[] {
  const db = openDatabase(join(directory, 'keys.db'), { durability: 'full' });
  try {
    return db.prepare<[], Buffer>('SELECT wrapped FROM roots UNION ALL SELECT wrapped FROM hub_keys').pluck().all();
  } finally {
    db.close();
  }
}

/** What a rotation needs, of files without a vault. */
function siteOf(directory: string, masterKey: Buffer): RotationSite & { readonly close: () => void } {
  const random = new Random();
  const { db, keys } = openKeyFile(directory, masterKey, random);
  return { db, keys, random, write: (work) => Promise.resolve().then(() => immediate(db, work)), forgetOldPages: () => undefined, close: () => void db.close() };
}

describe('another master key', () => {
  test('takes the place of the old one while requests go on; everything opens as before, and nothing of the old wrapping is left', async () => {
    const { directory, vault, sealed } = await filled();
    await vault.close();
    const [before, wrapped] = [masterOf(directory), wrappedIn(directory)];
    // As a kill between the two steps of replacing the file would leave it.
    writeFileSync(join(directory, 'master.key.next'), randomBytes(32).toString('base64url'), { mode: 0o600 });
    const again = await openVault({ realNow: Date.now, directory, cachedPersons: 1 });
    const steps: number[] = [];
    let rotating = true;
    const reading = (async () => {
      let rounds = 0;
      for (; rotating; rounds += 1) {
        await expectReadable(again, sealed.slice(0, 20));
        await new Promise((resolve) => setImmediate(resolve));
      }
      return rounds;
    })();
    const joining = sealedFor(again, PERSONS);
    const rotated = await again.rotateMasterKey(undefined, (done) => void steps.push(done)).finally(() => (rotating = false));
    expect(await reading).toBeGreaterThan(2);
    expect([rotated.keyReplaced, rotated.roots >= PERSONS, steps.length > 3, again.rotating]).toEqual([true, true, true, false]);
    await expectReadable(again, [...sealed, await joining]);
    const bytes = filesOf(directory);
    expect(wrapped.filter((one) => bytes.includes(one))).toEqual([]);
    await again.close();

    const after = masterOf(directory);
    expect(after).not.toBe(before);
    expect(readdirSync(directory).filter((file) => file.startsWith('master.key'))).toEqual(['master.key']);
    const last = await openVault({ realNow: Date.now, directory });
    await expectReadable(last, sealed);
    // And once more, with the key that is in use now.
    await last.rotateMasterKey(undefined);
    await expectReadable(last, sealed);
    await last.close();
    writeFileSync(join(directory, 'master.key'), `${before}\n`, { mode: 0o600 });
    await expect(openVault({ realNow: Date.now, directory })).rejects.toMatchObject({ code: 'wrong-master-key' });
  });

  test('that was passed in is replaced by one that is passed in, and by nothing else', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const { directory, vault, sealed } = await filled(first);
    await expect(vault.rotateMasterKey(undefined)).rejects.toMatchObject({ code: 'missing-master-key' });
    await expect(vault.rotateMasterKey(Buffer.from(first))).rejects.toMatchObject({ code: 'wrong-master-key' });
    expect(vault.rotating).toBe(false);
    expect((await vault.rotateMasterKey(Buffer.from(second))).keyReplaced).toBe(false);
    await expectReadable(vault, sealed);
    await vault.close();
    expect(readdirSync(directory).toSorted()).toEqual(['keys.db', 'looked.db']);
    await expect(openVault({ realNow: Date.now, directory, masterKey: first })).rejects.toMatchObject({ code: 'wrong-master-key' });
    const again = await openVault({ realNow: Date.now, directory, masterKey: second });
    await expectReadable(again, sealed);
    await again.close();
  });

  test('that is on its way when the process is killed goes on with either key, and a backup of that moment opens', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const { directory, vault, sealed } = await filled(first);
    await vault.close();
    const child = fileURLToPath(new URL('../testing/rotating-child.js', import.meta.url));
    const running = spawn(process.execPath, [child, directory, first.toString('base64url'), second.toString('base64url')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [, signal] = (await once(running, 'close')) as [number | null, NodeJS.Signals | null];
    expect(signal).toBe('SIGKILL');

    for (const masterKey of [first, second]) {
      const half = await openVault({ realNow: Date.now, directory, masterKey });
      expect(half.rotating).toBe(true);
      await expectReadable(half, sealed);
      await half.copyKeys(join(directory, `copy-${masterKey === first ? 1 : 2}.db`));
      await half.close();
    }
    const target = join(directory, 'backup.db');
    rewrapKeys({ from: { file: join(directory, 'copy-1.db'), key: { text: first.toString('base64url') } }, to: { file: target, key: { file: join(directory, 'backup.key'), make: true } } });

    const last = await openVault({ realNow: Date.now, directory, masterKey: first });
    await last.rotateMasterKey(undefined);
    expect(last.rotating).toBe(false);
    await expectReadable(last, sealed);
    await last.close();
    await expect(openVault({ realNow: Date.now, directory, masterKey: first })).rejects.toMatchObject({ code: 'wrong-master-key' });
    await (await openVault({ realNow: Date.now, directory, masterKey: second })).close();
  });

  test('leaves nothing of the old wrapping where a kill came last of all: whoever opens the keys next takes it away', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const { directory, vault } = await filled(first);
    await vault.close();
    const wrapped = wrappedIn(directory);
    const killed = temporaryDirectory();
    const { close, ...site } = siteOf(directory, first);
    await rotate({
      ...site,
      forgetOldPages: () => {
        for (const file of readdirSync(directory)) copyFileSync(join(directory, file), join(killed, file));
      },
    }, Buffer.from(second), () => undefined);
    close();
    const left = (): number => {
      const bytes = filesOf(killed);
      return wrapped.filter((one) => bytes.includes(one)).length;
    };
    expect(left()).toBeGreaterThan(0);
    const again = await openVault({ realNow: Date.now, directory: killed, masterKey: second });
    expect([again.rotating, left()]).toEqual([false, 0]);
    await again.close();
  });

  test('whose first step was written although nobody heard of it opens everything, and goes on', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    const { directory, vault, sealed } = await filled(first);
    await vault.close();
    const { close, ...site } = siteOf(directory, first);
    const unheard = async <T>(work: () => T): Promise<T> => {
      await site.write(work);
      throw new VaultError('vault-unavailable', 'the disk does not answer');
    };
    await expect(rotate({ ...site, write: unheard }, Buffer.from(second), () => undefined)).rejects.toMatchObject({ code: 'vault-unavailable' });
    await rotate(site, randomBytes(32), () => undefined);
    close();
    const again = await openVault({ realNow: Date.now, directory, masterKey: second });
    await expectReadable(again, sealed);
    await again.close();
  });
});
