import { VaultError } from '@guitu/vault';
import type { Decision } from '@guitu/vault';
import type { Office } from '../dependencies.js';

/**
 * Writes a decision to the ledger. False where the ledger has one already: that of somebody who was first, or of this very request, which was sent twice at once
 * or of which the answer was lost between the vault and here. What stands there says which.
 */
export async function written({ desk }: Pick<Office, 'desk'>, decision: Decision): Promise<boolean> {
  try {
    await desk.record(decision);
    return true;
  } catch (error) {
    if (error instanceof VaultError && error.code === 'ledger-refused') return false;
    throw error;
  }
}
