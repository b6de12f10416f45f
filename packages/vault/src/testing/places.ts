import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A fresh directory for the files of one test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'guitu-vault-'));
  made.push(directory);
  return directory;
}

/** Where an erasure ledger may be begun, beside no keys. */
export const temporaryLedger = (): string => join(temporaryDirectory(), 'ledger.ndjson');

/** For `afterAll`. */
export function removeTemporaryDirectories(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
}
