import { VaultError } from '../vault-error.js';
import type { Decision, LedgerEntry } from './entry.js';
import type { Ledger } from './ledger.js';

/** What the data-protection service alone may ask of a vault, beside the port. Every promise rejects with a `VaultError` and with nothing else. */
export interface ErasureDesk {
  /** Entries of the erasure ledger from this place on, oldest first, at most `mostEntries` of them. */
  ledger(from: number): Promise<readonly LedgerEntry[]>;

  /** Writes what somebody decided; durable when it resolves. Rejects with `ledger-refused` where it does not follow from what stands there. */
  record(decision: Decision): Promise<void>;

  /**
   * Destroys the keys of all persons of an approved erasure for ever, with their index entries, and then says so in the ledger; durable when it resolves.
   * Idempotent. Rejects with `ledger-refused` where no such erasure was approved: nobody is erased of whom the ledger does not know; with `vault-unavailable`
   * while a backup has a copy of the keys, which are destroyed then and not called so yet.
   */
  destroy(matter: string): Promise<void>;
}

export const mostEntries = 500;

export function createDesk(ledger: Ledger, destroyKeys: (personIds: readonly string[]) => Promise<void>): ErasureDesk {
  return {
    async ledger(from) {
      await Promise.resolve();
      return ledger.entries(from).slice(0, mostEntries);
    },
    async record(decision) {
      await Promise.resolve();
      ledger.record(decision);
    },
    async destroy(id) {
      const matter = ledger.matter(id);
      if (matter?.kind !== 'erasure' || matter.approved === undefined) throw new VaultError('ledger-refused', 'no such erasure was approved');
      await destroyKeys(matter.persons);
      ledger.record({ entry: 'destroyed', matter: id });
    },
  };
}
