import type { Readiness } from '@guitu/service-kit';
import type { Office } from '../dependencies.js';
import { everErased } from '../persons/linked.js';
import type { LedgerView } from './ledger-view.js';

/**
 * Keys and ledger that were put back together from the same day fit each other, and know nothing of who was erased since. The log does. Nobody is erased by its word, which whoever
 * can write it could forge; but whoever looks after the hub is told.
 */
export function ledgerOfToday({ persons }: Pick<Office, 'persons'>, view: LedgerView): Readiness {
  return {
    name: 'ledger',
    check: async () => {
      // First the log: what stands there was in the ledger before.
      const gone = persons.read(everErased);
      await view.refresh();
      const unknown = gone.filter((person) => !view.erased(person)).length;
      return { ok: unknown === 0, unknown };
    },
  };
}
