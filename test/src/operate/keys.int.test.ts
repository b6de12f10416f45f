import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultLedger, systemRuntime } from '@guitu/service-kit';
import { openVault } from '@guitu/vault';
import { readLog } from '../support/afterwards.js';
import { freePortBase } from '../support/free-ports.js';
import { guitu } from '../support/guitu.js';
import { createDesks, startEmbedded, temporaryDirectory } from '../support/hub.js';
import { startHubProcess } from '../support/hub-process.js';
import { openEverything } from '../support/invariants.js';
import { waitFor } from '../support/wait-for.js';
import { expectNothingLost, startWriter } from '../support/writer.js';

let scratch: string;
const at = (name: string): string => join(scratch, name);
beforeAll(async () => (scratch = await temporaryDirectory()));
afterAll(() => rm(scratch, { recursive: true }));

const otherKey = Buffer.alloc(32, 7).toString('base64url');

/** Digests of all files that hold something; SQLite's shared memory holds none, and sockets are no files. */
async function digests(directory: string): Promise<Readonly<Record<string, string>>> {
  const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((found) => found.isFile() && !found.name.endsWith('-shm'));
  const read = await Promise.all(files.map(async (found) => [join(found.parentPath, found.name), await readFile(join(found.parentPath, found.name))] as const));
  return Object.fromEntries(read.filter(([, bytes]) => bytes.length > 0).map(([file, bytes]) => [file, createHash('sha256').update(bytes).digest('hex')]));
}

test('an operator replaces the master key while agencies write; the old one opens nothing any more, and a start with it changes nothing', async () => {
  const data = at('data');
  await mkdir(data);
  const hub = await startHubProcess(data);
  const desks = createDesks(hub.urls, new Set(), { attempts: 1 });
  const writer = startWriter(desks);
  await waitFor('the first cases', () => writer.taken.length > 10, 30_000);
  const before = await readFile(join(data, 'keys/master.key'), 'utf8');
  const ran = await guitu(data, ['keys', 'rotate', '--json']);
  expect([ran.exit, ran.json<{ keyReplaced: boolean }>().keyReplaced]).toEqual([0, true]);
  expect(ran.noted).toMatch(/^wrapping the keys: 100 % /mu);
  const count = writer.taken.length;
  await waitFor('commands after it', () => writer.taken.length > count + 5, 30_000);
  await writer.stop();
  desks.close();
  await hub.stop();
  expect(await readFile(join(data, 'operator-log.ndjson'), 'utf8')).toMatch(/"verb":"keys-rotate","outcome":"done"/u);
  const after = await readFile(join(data, 'keys/master.key'), 'utf8');
  expect(after).not.toBe(before);

  await writeFile(join(data, 'keys/master.key'), before, { mode: 0o600 });
  const files = await digests(data);
  await expect(startHubProcess(data)).rejects.toThrow('keys.db was made with another master key');
  expect(await digests(data)).toEqual(files);
  await writeFile(join(data, 'keys/master.key'), after, { mode: 0o600 });
  const again = await startEmbedded(data);
  await expectNothingLost(writer.taken, again.store);
  expect(await openEverything(again.vault, await readLog(again.store))).toBeGreaterThan(10);
  await again.close();
}, 120_000);

test("the vault's process does not start with another master key, given by a setting or by a file, and changes nothing", async () => {
  const data = at('vault-data');
  await mkdir(join(data, 'vault'), { recursive: true });
  const vault = await openVault({ directory: join(data, 'vault/keys'), realNow: systemRuntime.realNow, ledger: defaultLedger(join(data, 'vault')) });
  await vault.fingerprint('person-1', {});
  await vault.close();
  await writeFile(at('other.key'), otherKey, { mode: 0o600 });
  const files = await digests(data);
  const base = await freePortBase();
  for (const given of [{ GUITU_MASTER_KEY: otherKey }, { GUITU_MASTER_KEY_FILE: at('other.key') }]) {
    const main = fileURLToPath(new URL('../../../services/vault/dist/main.js', import.meta.url));
    const child = spawn(process.execPath, [main], { env: { PATH: process.env['PATH'], GUITU_DATA: data, GUITU_PORT_BASE: String(base), ...given }, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, /keys\.db was made with another master key \(wrong-master-key\)/u.test(said)]).toEqual([1, true]);
  }
  expect(await digests(data)).toEqual(files);
}, 60_000);
