import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@guitu/sqlite';
import { openVault } from './open-vault.js';
import { reporter, responsibleStation } from './testing/callers.js';
import { removeTemporaryDirectories, temporaryDirectory } from './testing/places.js';

afterAll(removeTemporaryDirectories);

const name = '王小明王小明';
const idNumber = '11010119900307123X';
const identity = { personId: 'a', eventId: 'event-1', dataClass: 'identity', year: 2013, value: { person: { name, idNumber } } } as const;
const count = { personId: 'a', eventId: 'event-1', dataClass: 'statistical', year: 2013, value: { sex: 'male' } } as const;
/** Digests of all that is stored; a read-only connection may leave an empty log and SQLite's shared memory, which holds no data. */
const stored = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory)
      .filter((file) => !file.endsWith('-shm') && statSync(join(directory, file)).size > 0)
      .map((file) => [file, createHash('sha256').update(readFileSync(join(directory, file))).digest('hex')]),
  );
const allBytes = (directory: string) => Buffer.concat(readdirSync(directory).map((file) => readFileSync(join(directory, file))));

async function filled(directory: string, options: { masterKey?: Buffer; random?: (size: number) => Buffer } = {}) {
  const vault = await openVault({ directory, realNow: Date.now, ...options });
  const [first, second] = await vault.seal([identity, count]);
  await vault.index([{ personId: 'a', kind: 'name', value: name }, { personId: 'a', kind: 'id-number', value: idNumber }]);
  if (first === undefined || second === undefined) throw new Error('the vault answered nothing');
  return { vault, first, second };
}

describe('the files of the vault', () => {
  test('open again and know everything', async () => {
    const directory = temporaryDirectory();
    const { vault, first, second } = await filled(directory);
    const fingerprint = await vault.fingerprint('a', { x: 1 });
    await vault.close();
    const again = await openVault({ directory, realNow: Date.now });
    expect(await again.open([{ ...identity, sealed: first, safeguards: [] }], responsibleStation)).toEqual([{ ok: true, level: 'full', value: identity.value }]);
    expect(await again.open([{ ...count, sealed: second, safeguards: [] }], reporter)).toEqual([{ ok: true, level: 'full', value: count.value }]);
    expect(await again.fingerprint('a', { x: 1 })).toBe(fingerprint);
    expect(await again.find({ kind: 'id-number', value: idNumber })).toEqual(['a']);
    expect((await again.seal([identity]))[0]?.kid).toBe(first.kid);
    await again.close();
  });

  test('can be read by their owner only', async () => {
    const directory = join(temporaryDirectory(), 'keys');
    const vault = await openVault({ directory, realNow: Date.now });
    for (const file of readdirSync(directory)) expect([file, statSync(join(directory, file)).mode & 0o077]).toEqual([file, 0]);
    expect(statSync(directory).mode & 0o077).toBe(0);
    await vault.close();
    expect(readdirSync(directory).sort()).toEqual(['keys.db', 'looked.db', 'master.key']);
  });

  test('hold nothing of the plaintext, and neither does a blob', async () => {
    const directory = temporaryDirectory();
    const { vault, first, second } = await filled(directory);
    const bytes = Buffer.concat([allBytes(directory), Buffer.from(first.ct, 'base64url'), Buffer.from(second.ct, 'base64url'), Buffer.from(JSON.stringify([first, second]))]);
    await vault.close();
    for (const all of [bytes, allBytes(directory)]) {
      for (const secret of [name, '王小', idNumber, idNumber.slice(0, 8), 'person"', 'male']) expect(all.includes(secret)).toBe(false);
    }
  });

  test('hold no key in plain: neither the master key that was passed in nor anything of a root', async () => {
    const directory = temporaryDirectory();
    const masterKey = randomBytes(32);
    const drawn: Buffer[] = [];
    const random = (size: number) => {
      const bytes = randomBytes(size);
      drawn.push(Buffer.from(bytes));
      return bytes;
    };
    const { vault } = await filled(directory, { masterKey, random });
    const bytes = allBytes(directory);
    await vault.close();
    const all = Buffer.concat([bytes, allBytes(directory)]);
    expect(readdirSync(directory).sort()).toEqual(['keys.db', 'looked.db']);
    expect(all.includes(masterKey)).toBe(false);
    // Nonces are stored as they were drawn, 12 bytes each; whatever was drawn and is longer than that is a key. Every 4th of the pools is looked for.
    const source = Buffer.concat(drawn);
    for (let at = 0; at + 20 <= source.length; at += 16) expect(all.includes(source.subarray(at, at + 20))).toBe(false);
  });

  test.each(['file', 'passed in'])('refuse a wrong master key (%s) before anything is written', async (how) => {
    const directory = temporaryDirectory();
    const masterKey = randomBytes(32);
    const { vault } = await filled(directory, how === 'file' ? {} : { masterKey });
    await vault.close();
    if (how === 'file') writeFileSync(join(directory, 'master.key'), randomBytes(32).toString('base64url'));
    const before = stored(directory);
    await expect(openVault({ directory, realNow: Date.now, masterKey: randomBytes(32) })).rejects.toMatchObject({ code: 'wrong-master-key', retriable: false });
    await expect(openVault({ directory, realNow: Date.now, masterKey: randomBytes(16) })).rejects.toMatchObject({ code: 'wrong-master-key' });
    if (how === 'file') await expect(openVault({ directory, realNow: Date.now })).rejects.toMatchObject({ code: 'wrong-master-key' });
    else await expect(openVault({ directory, realNow: Date.now })).rejects.toMatchObject({ code: 'missing-master-key' });
    expect(stored(directory)).toEqual(before);
  });

  test('never make a new master key beside keys that need the old one', async () => {
    const directory = temporaryDirectory();
    const { vault } = await filled(directory);
    await vault.close();
    rmSync(join(directory, 'master.key'));
    await expect(openVault({ directory, realNow: Date.now })).rejects.toMatchObject({ code: 'missing-master-key' });
    expect(readdirSync(directory).sort()).toEqual(['keys.db', 'looked.db']);
  });

  test('refuse a master key that others can read, or that is none', async () => {
    const directory = temporaryDirectory();
    await (await openVault({ directory, realNow: Date.now })).close();
    chmodSync(join(directory, 'master.key'), 0o640);
    await expect(openVault({ directory, realNow: Date.now })).rejects.toMatchObject({ code: 'exposed-master-key' });
    chmodSync(join(directory, 'master.key'), 0o600);
    writeFileSync(join(directory, 'master.key'), 'hello\n');
    await expect(openVault({ directory, realNow: Date.now })).rejects.toMatchObject({ code: 'wrong-master-key' });
  });

  test('belong to one process at a time', async () => {
    const directory = temporaryDirectory();
    const vault = await openVault({ directory, realNow: Date.now });
    const child = fileURLToPath(new URL('testing/sealing-child.js', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [child, directory, '0', '1'], { encoding: 'utf8' });
    expect({ status, said: stderr.includes("code: 'vault-in-use'") }).toEqual({ status: 1, said: true });
    await vault.close();
    expect(spawnSync(process.execPath, [child, directory, '0', '1'], { encoding: 'utf8' }).stdout).toContain('done');
  });

  test('of another format, damaged, or not a database at all are refused as such', async () => {
    const directory = temporaryDirectory();
    await (await openVault({ directory, realNow: Date.now })).close();
    const file = join(directory, 'keys.db');
    const db = openDatabase(file, { durability: 'full' });
    db.prepare("UPDATE meta SET value = CAST('2' AS BLOB) WHERE name = 'format'").run();
    db.close();
    await expect(openVault({ directory, realNow: Date.now })).rejects.toMatchObject({ code: 'unknown-format' });
    writeFileSync(file, Buffer.alloc(8_192, 7));
    await expect(openVault({ directory, realNow: Date.now })).rejects.toMatchObject({ code: 'vault-corrupt' });
  });

  test('notice a root that was swapped for another', async () => {
    const directory = temporaryDirectory();
    const { vault, first } = await filled(directory);
    await vault.close();
    const db = openDatabase(join(directory, 'keys.db'), { durability: 'full' });
    db.prepare('UPDATE roots SET wrapped = (SELECT wrapped FROM roots WHERE id = 2) WHERE id = 1').run();
    db.close();
    const again = await openVault({ directory, realNow: Date.now });
    await expect(again.open([{ ...identity, sealed: first, safeguards: [] }], responsibleStation)).rejects.toMatchObject({ code: 'vault-corrupt' });
    await again.close();
  });
});
