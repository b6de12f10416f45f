import type { Decision, LedgerEntry } from '../erasure/entry.js';
import type { LooksPage, LooksQuery } from '../looked/look.js';
import type { FindQuery, IndexEntry, IndexState, Opened, OpenItem, ReindexBatch, Sealed, SealItem, VaultCaller } from '../port.js';
import type { VaultErrorCode } from '../vault-error.js';

/** One call of the port on its way to the vault's process; several of them go in one request. */
export type VaultCall =
  | { readonly operation: 'seal'; readonly items: readonly SealItem[] }
  | { readonly operation: 'fingerprint'; readonly personId: string; readonly body: unknown }
  | { readonly operation: 'index'; readonly entries: readonly IndexEntry[] }
  | { readonly operation: 'find'; readonly query: FindQuery }
  | { readonly operation: 'index-state' }
  | ({ readonly operation: 'reindex' } & ReindexBatch)
  | { readonly operation: 'open'; readonly items: readonly OpenItem[]; readonly caller: VaultCaller }
  | { readonly operation: 'looks'; readonly query: LooksQuery; readonly caller: VaultCaller }
  | { readonly operation: 'ledger'; readonly from: number }
  | { readonly operation: 'record'; readonly decision: Decision }
  | { readonly operation: 'destroy'; readonly matter: string };

/** What became of one call: what the port resolves to (null where it resolves to nothing), or why it rejects. */
export type VaultAnswer = { readonly answer: readonly Sealed[] | readonly Opened[] | readonly LedgerEntry[] | readonly string[] | IndexState | LooksPage | string | null } | { readonly problem: VaultProblem };

/** A `VaultError` as a problem document (RFC 9457). */
export interface VaultProblem {
  /** `urn:guitu:vault:<code>` */
  readonly type: string;
  readonly title: string;
  readonly code: VaultErrorCode;
  readonly retriable: boolean;
}

/** The most that the vault's process takes in one request. A request holds everybody else up for as long as it takes. */
export const requestLimits = {
  calls: 256,
  /** Items and entries of all its calls together. */
  items: 1_024,
  bytes: 4 * 1_024 * 1_024,
} as const;
