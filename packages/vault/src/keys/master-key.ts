import { createHmac } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncDirectory } from '@guitu/sqlite';
import { sameBytes } from '../same-bytes.js';
import type { Random } from '../sealing/random.js';
import { VaultError } from '../vault-error.js';

export const masterKeyBytes = 32;

/** What the master key is used for; it encrypts nothing itself. */
export interface MasterKey {
  /** Wraps roots and hub keys. */
  readonly wrapping: Buffer;
  /** Stored in `keys.db`, so that another master key is recognised before anything is written. Tells nothing of the key. */
  readonly check: Buffer;
  wipe(): void;
}

export function masterKeyFrom(bytes: Buffer): MasterKey {
  if (bytes.length !== masterKeyBytes) throw new VaultError('wrong-master-key', `a master key has ${masterKeyBytes} bytes`);
  const wrapping = createHmac('sha256', bytes).update('guitu-wrap/1').digest();
  const check = createHmac('sha256', bytes).update('guitu-master-check/1').digest();
  return { wrapping, check, wipe: () => wrapping.fill(0) };
}

export const isSameMaster = (master: MasterKey, storedCheck: Buffer): boolean => sameBytes(storedCheck, master.check);

/**
 * The key in `<directory>/master.key` (base64url, one line), made at first start with mode 0600.
 * `mayCreate` is false once there are keys under it: a new master key could never open them.
 * Throws `missing-master-key`, `exposed-master-key` (group or others may read it), `wrong-master-key` (not a key).
 */
export function masterKeyFile(directory: string, mayCreate: boolean, random: Random): Buffer {
  const file = join(directory, 'master.key');
  if (!existsSync(file)) {
    if (!mayCreate) throw new VaultError('missing-master-key', 'keys.db is there, but master.key is not; restore it from its own backup');
    create(file, random);
  }
  if (isExposed(file)) throw new VaultError('exposed-master-key', 'master.key may be read by its owner only (chmod 600)');
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
}

/**
 * The key of key backups, in a file of the operator's, in the same form. `make`: a file that is not there is made.
 * Throws `missing-master-key`, `exposed-master-key`, `wrong-master-key` (not a key).
 */
export function backupKeyFile(file: string, make: boolean, random: Random): Buffer {
  if (!existsSync(file)) {
    if (!make) throw new VaultError('missing-master-key', `there is no key at ${file}`);
    create(file, random);
  }
  if (isExposed(file)) throw new VaultError('exposed-master-key', `${file} may be read by its owner only (chmod 600)`);
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (key.length !== masterKeyBytes) throw new VaultError('wrong-master-key', `${file} holds no key of ${masterKeyBytes} bytes in base64url`);
  return key;
}

// Windows has no such bits and reports 0666 for every file.
const isExposed = (file: string): boolean => process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;

/** Puts another key in the place of the one in `<directory>/master.key`: a crash leaves the one or the other, whole, and whoever goes on takes away what it left beside. */
export function replaceMasterKeyFile(directory: string, bytes: Buffer): void {
  const file = join(directory, 'master.key');
  const draft = `${file}.next`;
  try {
    rmSync(draft, { force: true });
    writeKey(draft, bytes);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  syncDirectory(directory);
}

function writeKey(file: string, key: Buffer): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, `${key.toString('base64url')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

// Written aside and linked: a crash leaves no half key, and of two processes that start at once the first decides.
function create(file: string, random: Random): void {
  const draft = `${file}.${random.bytes(9).toString('base64url')}`;
  const key = random.bytes(masterKeyBytes);
  writeKey(draft, key);
  key.fill(0);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  syncDirectory(dirname(file));
}
