import { renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory } from '@guitu/event-store';

/** Writes the file beside and renames it: a crash leaves the old one or the new one, whole. Its owner alone may read it. On disk when it returns. */
export function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  syncDirectory(dirname(file));
}
