export { backupVerbs } from './backup-verb.js';
export { BackupUnusable } from './manifest.js';
export { restore } from './restore.js';
export type { LedgerOrder, Restored, RestoreOrder } from './restore.js';
export type { BackupTaken } from './take-backup.js';
