import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '@guitu/event-store';
import { defaultLedger, hubIdentity, systemRuntime } from '@guitu/service-kit';
import { openVault } from '@guitu/vault';
import { keysDraft, takeBackup } from './take-backup.js';

test('a backup whose thread ends before its work leaves no copy of the keys under the hub\'s own master key', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'guitu-test-'));
  const dataDirectory = join(directory, 'data');
  const vault = await openVault({ directory: join(dataDirectory, 'keys'), realNow: systemRuntime.realNow, ledger: defaultLedger(dataDirectory) });
  const store = await openSqliteStore({ file: join(dataDirectory, 'log.db') });
  const stopping = new AbortController();
  let copied = false;
  const copyKeys = async (to: string): Promise<void> => {
    await vault.copyKeys(to);
    copied = existsSync(keysDraft(dataDirectory));
    stopping.abort();
  };
  try {
    const order = { to: join(directory, 'log'), projections: false, keys: { to: join(directory, 'keys'), keyFile: join(directory, 'backup.key'), makeKey: true } };
    const taking = takeBackup(order, { dataDirectory, hubId: await hubIdentity(store, systemRuntime, systemRuntime.realNow()), vault: { copyKeys }, ownKey: { directory: join(dataDirectory, 'keys') }, runtime: systemRuntime }, () => undefined, stopping.signal);
    await expect(taking).rejects.toThrow('abort');
    expect(copied).toBe(true);
    expect(existsSync(keysDraft(dataDirectory))).toBe(false);
  } finally {
    await store.close();
    await vault.close();
    await rm(directory, { recursive: true });
  }
});
