import type { KeyStore } from '../keys/key-store.js';
import type { Random } from '../sealing/random.js';
import { VaultError } from '../vault-error.js';
import type { Ledger, LedgerPlace } from './ledger.js';
import { ledgerExists, openLedger } from './ledger.js';

/**
 * Opens the ledger that belongs to these keys and applies it, before anything can be asked of them: whoever must stay erased is erased, whatever backup the
 * keys came from. Keys that belong to no ledger yet get this one, which is begun where it is not there.
 * Throws `missing-ledger` and `wrong-ledger`, and has written nothing then; `ledger-corrupt`, `vault-unavailable`.
 */
export function applyLedger(store: KeyStore, place: LedgerPlace, transaction: (work: () => void) => void, random: Random): Ledger {
  const bound = store.ledgerId();
  if (bound !== undefined && !ledgerExists(place.file)) throw missingLedger(place.file);
  const ledger = openLedger(place, random.bytes(9).toString('base64url'));
  try {
    if (bound !== undefined && bound !== ledger.id) throw new VaultError('wrong-ledger', `the erasure ledger ${place.file} belongs to other keys`);
    const erased = new Set(store.erasedPersons());
    const unknown = [...erased].filter((person) => !ledger.erased().has(person));
    if (unknown.length > 0) {
      if (bound !== undefined) throw new VaultError('wrong-ledger', `the erasure ledger ${place.file} has lost entries: keys.db knows of ${unknown.length} erased persons who do not stand in it`);
      ledger.record({ entry: 'known', persons: unknown });
    }
    const due = [...ledger.erased()].filter((person) => !erased.has(person));
    transaction(() => {
      for (const person of due) store.erase(person);
      if (bound === undefined) store.bindLedger(ledger.id);
    });
    if (due.length > 0) store.forgetOldPages();
    for (const { id, kind, approved } of [...ledger.matters()]) if (kind === 'erasure' && approved !== undefined) ledger.record({ entry: 'destroyed', matter: id });
    return ledger;
  } catch (error) {
    ledger.close();
    throw error;
  }
}

export const missingLedger = (file: string): VaultError => new VaultError('missing-ledger', `keys.db belongs to an erasure ledger, and there is none at ${file}`);
