import { lstatSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../../support/hub.js';

/**
 * Runs work on a copy of a hub's data, so that looking at it changes nothing of what the next hub finds: opening a SQLite file after a crash mends it.
 * The hub must not run. Shared memory of SQLite is left out, as after a power cut.
 */
export async function onCopyOf<T>(directory: string, work: (copy: string) => Promise<T>): Promise<T> {
  const copy = await temporaryDirectory();
  try {
    await cp(directory, copy, { recursive: true, filter: (source) => !source.endsWith('-shm') && !lstatSync(source).isSocket() });
    return await work(copy);
  } finally {
    await rm(copy, { recursive: true });
  }
}

export const logFileOf = (directory: string): string => join(directory, 'log.db');
