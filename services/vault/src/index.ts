export type { VaultServiceOptions } from './service.js';
export { createVaultService, vaultTitle } from './service.js';
