import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@guitu/event-store';
import type { EventStore } from '@guitu/event-store';
import { OperatorRefusal, defaultLedger, hubIdentity, systemRuntime } from '@guitu/service-kit';
import { openVault } from '@guitu/vault';
import type { LocalVault } from '@guitu/vault';
import { restore } from './restore.js';
import { keysDraft, takeBackup } from './take-backup.js';
import type { BackupSource, BackupTaken } from './take-backup.js';

let directory: string;
let store: EventStore;
let vault: LocalVault;
const at = (name: string): string => join(directory, name);
const open = async (masterKey?: Buffer): Promise<void> => {
  vault = await openVault({ directory: at('data/keys'), realNow: systemRuntime.realNow, ledger: defaultLedger(at('data')), ...(masterKey === undefined ? {} : { masterKey }) });
  store = await openSqliteStore({ file: at('data/log.db') });
};
beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'guitu-test-'))));
afterEach(async () => {
  await store.close();
  await vault.close();
  await rm(directory, { recursive: true });
});

async function backUp(source: Pick<BackupSource, 'vault' | 'ownKey'>, stopping = new AbortController(), realNow = systemRuntime.realNow): Promise<BackupTaken> {
  const order = { to: at('log'), projections: false, keys: { to: at('keys'), keyFile: at('backup.key'), makeKey: true } };
  return takeBackup(order, { ...source, dataDirectory: at('data'), hubId: await hubIdentity(store, systemRuntime, systemRuntime.realNow()), runtime: { ...systemRuntime, realNow } }, () => undefined, stopping.signal);
}

test('a backup whose thread ends before its work leaves no copy of the keys under the hub\'s own master key', async () => {
  await open();
  const stopping = new AbortController();
  let copied = false;
  const copyKeys = async (to: string): Promise<void> => {
    await vault.copyKeys(to);
    copied = existsSync(keysDraft(at('data')));
    stopping.abort();
  };
  await expect(backUp({ vault: { copyKeys, forgetCopy: (to) => vault.forgetCopy(to), isMasterKey: (bytes) => vault.isMasterKey(bytes) }, ownKey: { directory: at('data/keys') } }, stopping)).rejects.toThrow('abort');
  expect(copied).toBe(true);
  expect(existsSync(keysDraft(at('data')))).toBe(false);
});

test('once another master key is in use than its setting gives, a backup of keys is refused before anything is copied, until the setting gives that one', async () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const keep = (key: Buffer): void => writeFileSync(at('hub.key'), key.toString('base64url'), { mode: 0o600 });
  await open(first);
  keep(first);
  const [text, file] = [{ text: first.toString('base64url') }, { file: at('hub.key') }];
  await vault.rotateMasterKey(Buffer.from(second));

  const expectRefusal = async (ownKey: BackupSource['ownKey'], why: string): Promise<void> => {
    const refusal: unknown = await backUp({ vault, ownKey }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(OperatorRefusal);
    expect(String(refusal)).toContain(`does not give the master key in use: ${why}. Start the hub with the key in use first.`);
    expect(['log', 'keys', 'backup.key'].filter((name) => existsSync(at(name)))).toEqual([]);
  };
  for (const ownKey of [text, file]) await expectRefusal(ownKey, '"guitu keys rotate" has replaced the one that it gives');
  rmSync(at('hub.key'));
  await expectRefusal(file, `there is no key at ${at('hub.key')}`);
  keep(second);
  expect(await backUp({ vault, ownKey: file })).toMatchObject({ persons: 0 });
});

test('a backup during which the clock was set back is restored from its own keys', async () => {
  await open();
  let now = systemRuntime.realNow();
  await backUp({ vault, ownKey: { directory: at('data/keys') } }, undefined, () => (now -= 1_000));
  const order = { from: at('log'), keysFrom: at('keys'), keyFile: at('backup.key'), to: at('restored'), ledger: { file: defaultLedger(at('data')), inPlace: false } };
  expect(await restore(order, systemRuntime, () => undefined)).toMatchObject({ events: 1, persons: 0 });
});
