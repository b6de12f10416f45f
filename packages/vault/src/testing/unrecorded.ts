import type { LocalVault } from '../local-vault.js';
import type { VaultOptions } from '../open-vault.js';
import { openVaultWith } from '../open-vault.js';

/** A vault that keeps no record of who looked: for benches, to show what the rest costs. */
export const openUnrecordedVault = (options: VaultOptions): Promise<LocalVault> =>
  openVaultWith(options, () => ({ record: () => Promise.resolve(), list: () => ({ looks: [], more: false }), probe: () => undefined, close: () => Promise.resolve() }));
