import type { SealedBlob } from '@guitu/contracts';
import { VaultError } from '@guitu/vault';
import type { JsonValue, Opened, Vault } from '@guitu/vault';

/** A blob that hides nothing, for tests that are not about sealing. */
export const plainBlob = (value: JsonValue): SealedBlob => ({ v: 1, alg: 'none', kid: 'none', nonce: '', ct: Buffer.from(JSON.stringify(value)).toString('base64url') });

/** Opens plain blobs for reports, and nothing for anybody else. Blobs whose `kid` is `lost` are sealed under a key that nobody has. */
export const plainVault: Pick<Vault, 'open' | 'find' | 'looks'> = {
  open: async (items, { purpose }) =>
    items.map(({ sealed }): Opened => {
      if (sealed.kid === 'lost') throw new VaultError('unknown-key', 'no such key');
      if (purpose !== 'report') return { ok: false, reason: 'not-disclosed' };
      return { ok: true, level: 'full', value: JSON.parse(Buffer.from(sealed.ct, 'base64url').toString()) as JsonValue };
    }),
  find: async () => [],
  looks: async () => ({ looks: [], more: false }),
};
