/**
 * Everything that can go wrong in the vault, and whether the same call can succeed later without anybody doing anything.
 * - vault-unavailable: `keys.db` or `looked.db` cannot be read or written now (disk full, I/O error, lock), or the vault's process is away
 * - vault-in-use: another process has `keys.db` open; it belongs to one process at a time
 * - vault-closed: the process is stopping; its successor will answer
 * - vault-corrupt: `keys.db` or `looked.db` contradicts itself, or a key cannot be unwrapped
 * - unknown-format: one of them was written by another major version
 * - wrong-master-key, missing-master-key, exposed-master-key (others than its owner may read the file)
 * - missing-ledger, wrong-ledger: the erasure ledger that `keys.db` belongs to is not there, is another one, or has lost entries: who must stay erased is not known
 * - ledger-corrupt: a line of the erasure ledger cannot be read or does not follow from those before it
 * - ledger-refused: what was to be written to the erasure ledger does not follow: it was decided already, or by the same user
 * - unknown-key: a blob names a person or a year that this `keys.db` never knew, so it is not the one that belongs to the log
 * - unknown-algorithm: a blob was sealed by something that this version cannot open
 * - person-erased: something was to be sealed, fingerprinted or indexed for a person whose keys were destroyed
 * - invalid-value: the caller passed what cannot be sealed (not JSON, an id with odd characters, an impossible year)
 * - not-allowed: the vault's process does not take this call by the credentials that it came with. It can be mended from outside, so whoever waits loses nothing
 */
const retriable = {
  'vault-unavailable': true,
  'vault-in-use': true,
  'vault-closed': true,
  'vault-corrupt': false,
  'unknown-format': false,
  'wrong-master-key': false,
  'missing-master-key': false,
  'exposed-master-key': false,
  'missing-ledger': false,
  'wrong-ledger': false,
  'ledger-corrupt': false,
  'ledger-refused': false,
  'unknown-key': false,
  'unknown-algorithm': false,
  'person-erased': false,
  'invalid-value': false,
  'not-allowed': true,
} as const satisfies Record<string, boolean>;

export type VaultErrorCode = keyof typeof retriable;

export const isVaultErrorCode = (code: string): code is VaultErrorCode => Object.hasOwn(retriable, code);

/** The only error that the vault throws. Its message never holds plaintext, an id of a person, or a key. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly retriable: boolean;

  constructor(
    readonly code: VaultErrorCode,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
    this.retriable = retriable[code];
  }
}

/** Translates what SQLite and the file system throw of this file; an error of ours passes through. Their messages hold statements and paths, never values. */
export function toVaultError(error: unknown, file = 'keys.db'): VaultError {
  if (error instanceof VaultError) return error;
  const code = codeOf(error);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new VaultError('vault-in-use', `another process holds ${file} (${code})`, { cause: error });
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CONSTRAINT'))
    return new VaultError('vault-corrupt', `${file} is damaged (${code})`, { cause: error });
  return new VaultError('vault-unavailable', `${file} cannot be used now (${code})`, { cause: error });
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
