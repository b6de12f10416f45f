/** What somebody needs who asks a vault elsewhere. The thread of a projection loads this, and no keys, no search and no HTTP with it. */
export type { OpenItem, Opened, Vault, VaultCaller } from './port.js';
export type { VaultErrorCode } from './vault-error.js';
export { VaultError } from './vault-error.js';
export { openAll } from './open-all.js';
