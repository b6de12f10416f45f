import { agencyRoles } from '@guitu/contracts';
import type { Role } from '@guitu/contracts';
import type { VaultCall } from '@guitu/vault';

/** What a service does with the vault, and so what its credentials are good for. */
export interface Duty {
  readonly calls: readonly VaultCall['operation'][];
  /** For whom it may open; what these may see, the disclosure table says. */
  readonly opensAs: readonly Role[];
}

const agency = (role: Role): Duty => ({ calls: ['seal', 'fingerprint', 'index', 'find', 'open'], opensAs: [role] });

/**
 * By the role of the credentials. Agencies make persons findable and find them among all, to keep those of their own cases; audit has the log, and so brings old index entries
 * up to date, which takes nothing out. Reports are counted by audit in the name of the hub. The data-protection service erases, and sees nothing. Who is not here has nothing to do with the vault.
 */
export const duties: Readonly<Partial<Record<Role, Duty>>> = {
  ...Object.fromEntries(agencyRoles.map((role) => [role, agency(role)])),
  audit: { calls: ['find', 'index-state', 'reindex', 'open', 'looks'], opensAs: ['audit', 'hub'] },
  'data-protection': { calls: ['ledger', 'record', 'destroy'], opensAs: [] },
};

/** Whether credentials of this role are good for the call. */
export function isDutyOf(role: Role, call: Pick<VaultCall, 'operation'> & { readonly caller?: { readonly role: Role } }): boolean {
  const duty = duties[role];
  if (duty === undefined || !duty.calls.includes(call.operation)) return false;
  return call.caller === undefined || duty.opensAs.includes(call.caller.role);
}
