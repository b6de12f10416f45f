export { eraseAt } from './erase-at.js';
export { openUnrecordedVault } from './unrecorded.js';
export type { VaultAtHand } from './vault-case.js';
export type { VaultContract } from './vault-contract.js';
export { vaultContract } from './vault-contract.js';
export { auditor, reporter, responsibleStation, treatingHospital } from './callers.js';
export { item, stored } from './items.js';
export { expectVaultError } from './refusing-cases.js';
