import type { Role } from '@guitu/contracts';
import { VaultError } from '@guitu/vault';
import type { ErasureDesk, Vault, VaultAnswer, VaultCall } from '@guitu/vault';
import { isDutyOf } from './duties.js';

export type Calls = Omit<Vault, 'close'> & { readonly desk: ErasureDesk };

/** Does one call for credentials of this role. What goes wrong with it is its answer and nobody else's. */
export async function answer(vault: Calls, role: Role, call: VaultCall): Promise<VaultAnswer> {
  try {
    if (!isDutyOf(role, call)) throw new VaultError('not-allowed', `credentials of ${role} are not good for this call`);
    return { answer: await done(vault, call) };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    const { code, message, retriable } = error;
    return { problem: { type: `urn:guitu:vault:${code}`, title: message, code, retriable } };
  }
}

async function done(vault: Calls, call: VaultCall) {
  switch (call.operation) {
    case 'seal':
      return vault.seal(call.items);
    case 'fingerprint':
      return vault.fingerprint(call.personId, call.body);
    case 'index':
      return vault.index(call.entries).then(() => null);
    case 'find':
      return vault.find(call.query);
    case 'index-state':
      return vault.indexState();
    case 'reindex':
      return vault.reindex(call).then(() => null);
    case 'open':
      return vault.open(call.items, call.caller);
    case 'looks':
      return vault.looks(call.query, call.caller);
    case 'ledger':
      return vault.desk.ledger(call.from);
    case 'record':
      return vault.desk.record(call.decision).then(() => null);
    case 'destroy':
      return vault.desk.destroy(call.matter).then(() => null);
  }
}
