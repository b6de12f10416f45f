import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes renamed and created entries of the directory survive a power cut. Windows opens no directory. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
