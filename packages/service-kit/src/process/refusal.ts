import { StoreError } from '@guitu/event-store';
import { VaultError } from '@guitu/vault';
import { StartError } from '../start-error.js';

/** What a person who starts a process can mend, in one line; undefined for a fault of ours, which keeps its stack. */
export function refusalLine(error: unknown): string | undefined {
  if (error instanceof StartError) return error.message;
  if (error instanceof VaultError && error.code === 'vault-in-use') return 'Another hub is running on this data directory. Stop it, or set GUITU_DATA to another.';
  if (error instanceof VaultError || error instanceof StoreError) return `${error.message} (${error.code})`;
  return undefined;
}
