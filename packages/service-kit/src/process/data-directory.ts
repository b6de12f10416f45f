import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { StartError } from '../start-error.js';

/**
 * Makes the folder where it is not there, or throws `StartError` where nothing can be written to it.
 * Level by level from what exists: a recursive mkdir can hang where a parent accepts no folder (a file system of the kernel).
 */
export async function writableDirectory(directory: string): Promise<void> {
  const wanted: string[] = [];
  for (let at = resolve(directory); !existsSync(at); at = dirname(at)) wanted.unshift(at);
  try {
    for (const folder of wanted) await mkdir(folder).catch(unlessThere);
    await access(directory, constants.W_OK);
  } catch (cause) {
    throw new StartError(`The data directory ${directory} cannot be written. Give the user of this process the right to it, or set GUITU_DATA to another.`, { cause });
  }
}

/** Several processes may make the same parent at once. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
