import type { Vault } from '../port.js';

/** A new vault of its own, and what the port does not have. */
export interface VaultAtHand {
  /** Good for every caller. The kit closes it. */
  readonly vault: Vault;
  /** As the erasure workflow does it. */
  destroy(personIds: readonly string[]): Promise<void>;
  /** Closes `vault` and whatever is behind it. */
  dispose(): Promise<void>;
}

/** One promise of the port, in a sentence, and the run that would break with it. */
export interface VaultCase {
  readonly promise: string;
  readonly run: (open: () => Promise<VaultAtHand>) => Promise<void>;
}
