import type { JsonValue } from '../json-value.js';
import type { VaultErrorCode } from '../vault-error.js';
import { auditor, reporter, responsibleStation } from './callers.js';
import { item, present, stored } from './items.js';
import type { VaultCase } from './vault-case.js';

/** Expects a rejection with this code, and with the port's error class: nothing else may cross it. */
export async function expectVaultError(work: Promise<unknown>, code: VaultErrorCode, retriable = false): Promise<void> {
  await expect(work).rejects.toMatchObject({ name: 'VaultError', code, retriable });
}

export const refusingCases: readonly VaultCase[] = [
  {
    promise: 'says aloud that it never knew a person or a year, because then it is not the vault of this log',
    run: async (open) => {
      const [{ vault }, { vault: other }] = [await open(), await open()];
      const items = [item('a', 'identity', 1), item('a', 'statistical', 2)];
      const [one, two] = stored(items, await other.seal(items));
      await expectVaultError(vault.open([present(one)], responsibleStation), 'unknown-key');
      await expectVaultError(vault.open([present(two)], reporter), 'unknown-key');
    },
  },
  {
    promise: 'says that it does not know an algorithm, and lets nobody else pay for it',
    run: async (open) => {
      const { vault } = await open();
      const [there] = stored([item('a', 'identity', 1)], await vault.seal([item('a', 'identity', 1)])).map(present);
      if (there === undefined) throw new Error('nothing was sealed');
      const later = { ...there, sealed: { ...there.sealed, alg: 'SM4GCM' } };
      const [opened] = await Promise.all([vault.open([there], responsibleStation), expectVaultError(vault.open([there, later], responsibleStation), 'unknown-algorithm')]);
      expect(opened).toEqual([{ ok: true, level: 'full', value: 1 }]);
    },
  },
  {
    promise: 'refuses what cannot be sealed or fingerprinted, and does what was asked for in the same turn',
    run: async (open) => {
      const { vault } = await open();
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      let deep: unknown = 1;
      for (let level = 0; level < 65; level += 1) deep = [deep];
      const refused = [
        vault.seal([item('a|b', 'identity', 1)]),
        vault.seal([item('x'.repeat(129), 'identity', 1)]),
        vault.seal([item('a', 'identity', 1, 'event\n1')]),
        vault.seal([{ ...item('a', 'statistical', 1), year: 20_130 }]),
        vault.seal([{ ...item('a', 'statistical', 1), year: Number.NaN }]),
        vault.seal([item('a', 'identity', undefined as unknown as JsonValue)]),
        vault.seal([item('a', 'identity', circle as JsonValue)]),
        vault.fingerprint('a', { x: Number.NaN }),
        vault.fingerprint('a', undefined),
        vault.fingerprint('a', deep),
        vault.fingerprint('', {}),
        vault.index([{ personId: '王', kind: 'name', value: '王' }]),
      ];
      const [sealed, , fingerprint] = await Promise.all([
        vault.seal([item('a', 'identity', 1)]),
        vault.index([{ personId: 'a', kind: 'name', value: '王' }]),
        vault.fingerprint('a', { x: 1 }),
        ...refused.map((one) => expectVaultError(one, 'invalid-value')),
      ]);
      expect(await vault.open(stored([item('a', 'identity', 1)], sealed), responsibleStation)).toEqual([{ ok: true, level: 'full', value: 1 }]);
      expect(await vault.find({ kind: 'name', value: '王' })).toEqual(['a']);
      expect(await vault.fingerprint('a', { x: 1 })).toBe(fingerprint);
    },
  },
  {
    promise: 'seals, fingerprints and indexes nothing for a person whose keys were destroyed, and opens nothing of that person',
    run: async (open) => {
      const { vault, destroy } = await open();
      const items = [item('a', 'identity', 1), item('b', 'identity', 2)];
      const there = stored(items, await vault.seal(items));
      await vault.index(['a', 'b'].map((personId) => ({ personId, kind: 'name' as const, value: '王' })));
      await destroy(['a', 'never-seen']);
      for (const person of ['a', 'never-seen']) {
        await Promise.all([
          expectVaultError(vault.seal([item('b', 'identity', 1), item(person, 'identity', 1)]), 'person-erased'),
          expectVaultError(vault.fingerprint(person, {}), 'person-erased'),
          expectVaultError(vault.index([{ personId: 'c', kind: 'name', value: '李' }, { personId: person, kind: 'name', value: '王' }]), 'person-erased'),
        ]);
      }
      expect(await vault.open(there, responsibleStation)).toEqual([{ ok: false, reason: 'erased' }, { ok: true, level: 'full', value: 2 }]);
      expect([await vault.find({ kind: 'name', value: '王' }), await vault.find({ kind: 'name', value: '李' })]).toEqual([['b'], []]);
    },
  },
  {
    promise: 'refuses everything once closed, what was begun as well, and closing twice is no error',
    run: async (open) => {
      const { vault } = await open();
      const begun = vault.seal([item('a', 'identity', 1)]);
      await Promise.all([expectVaultError(begun, 'vault-closed', true), vault.close()]);
      await vault.close();
      const calls = [vault.seal([]), vault.open([], auditor), vault.fingerprint('a', 1), vault.index([]), vault.find({ kind: 'name', value: 'x' }), vault.looks({ limit: 1 }, auditor)];
      for (const call of calls) await expectVaultError(call, 'vault-closed', true);
    },
  },
];
