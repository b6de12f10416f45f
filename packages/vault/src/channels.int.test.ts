import { tracingChannel } from 'node:diagnostics_channel';
import { join } from 'node:path';
import { vaultOperations } from './channels.js';
import type { VaultTrace } from './channels.js';
import { openVault } from './open-vault.js';
import { auditor, reporter } from './testing/callers.js';
import { removeTemporaryDirectories, temporaryDirectory } from './testing/places.js';

afterAll(removeTemporaryDirectories);

test('whoever listens learns of every call of the vault when it begins, first waits and ends, how much was asked and how it ended, and nothing of what', async () => {
  const told: string[] = [];
  for (const operation of vaultOperations) {
    tracingChannel<unknown, VaultTrace>(`guitu.vault.${operation}`).subscribe({
      start: (trace) => void told.push(`begins ${JSON.stringify(trace)}`),
      end: (trace) => void told.push(`waits ${JSON.stringify(trace)}`),
      asyncStart: () => {},
      asyncEnd: (trace) => void told.push(`ends ${JSON.stringify(trace)}`),
      error: (trace) => void told.push(`${trace.operation} failed`),
    });
  }
  const directory = temporaryDirectory();
  const officer = (user: string) => ({ organisation: 'office', division: '610000', client: user, user, asserted: true });
  const vault = await openVault({ directory, ledger: join(directory, 'ledger.ndjson'), realNow: Date.now });
  const name = { name: '王建国' };
  const [sealed] = await vault.seal([{ personId: 'person-1', eventId: 'event-1', dataClass: 'identity', year: 2013, value: name }]);
  if (sealed === undefined) throw new Error('nothing was sealed');
  await vault.open([{ personId: 'person-1', eventId: 'event-1', dataClass: 'identity', sealed, safeguards: [] }], reporter);
  await vault.fingerprint('person-1', name);
  await vault.index([{ personId: 'person-1', kind: 'name', value: '王建国' }]);
  await vault.find({ kind: 'name', value: '王建国' });
  await vault.looks({ limit: 1 }, auditor);
  await vault.reindex({ items: [{ personId: 'person-1', eventId: 'event-1', dataClass: 'identity', sealed }] });
  for (const decision of [{ entry: 'proposed', matter: 'matter', kind: 'erasure', ground: 'unlawful', asked: 'person-1', persons: ['person-1'], by: officer('one') }, { entry: 'approved', matter: 'matter', by: officer('two') }] as const) await vault.desk.record(decision);
  await vault.desk.destroy('matter');
  await vault.desk.ledger(0);
  await expect(vault.fingerprint('person-1', name)).rejects.toMatchObject({ code: 'person-erased' });
  await vault.close();
  const call = (operation: string) => ['begins', 'waits', 'ends'].map((moment) => `${moment} {"operation":"${operation}","items":1}`);
  const calls = ['seal', 'open', 'fingerprint', 'index', 'find', 'looks', 'reindex', 'record', 'record', 'destroy', 'ledger'];
  expect(new Set(calls)).toEqual(new Set(vaultOperations));
  expect(told.slice(0, -1)).toEqual([...calls.flatMap(call), ...call('fingerprint').slice(0, -1), 'fingerprint failed']);
  expect(JSON.parse(told.at(-1)?.replace(/^ends /u, '') ?? '')).toMatchObject({ operation: 'fingerprint', error: { code: 'person-erased' } });
});
