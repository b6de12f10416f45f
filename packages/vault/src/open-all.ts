import type { OpenItem, Opened, Vault, VaultCaller } from './port.js';
import { VaultError } from './vault-error.js';

/** `unknown-key`: this vault has lost the key, or never had it. */
export type OpenedOrLost = Opened | { readonly ok: false; readonly reason: 'unknown-key' };

const isLost = (error: unknown): boolean => error instanceof VaultError && (error.code === 'unknown-key' || error.code === 'unknown-algorithm');

/**
 * Opens a batch of which some keys may be gone: the vault refuses a batch as a whole, so after a refusal each item is asked for by itself.
 * Only a key that is lost for good is taken as an answer; a vault that is away rejects as ever.
 */
export async function openAll(vault: Pick<Vault, 'open'>, items: readonly OpenItem[], caller: VaultCaller): Promise<readonly OpenedOrLost[]> {
  if (items.length === 0) return [];
  try {
    return await vault.open(items, caller);
  } catch (error) {
    if (!isLost(error)) throw error;
  }
  const answers: OpenedOrLost[] = [];
  for (const item of items) {
    try {
      answers.push(...(await vault.open([item], caller)));
    } catch (error) {
      if (!isLost(error)) throw error;
      answers.push({ ok: false, reason: 'unknown-key' });
    }
  }
  return answers;
}
