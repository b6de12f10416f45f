import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const output = /\.(?:d\.ts|js)(?:\.map)?$/;

/**
 * The compiled files of a package whose source is gone; `tsc -b` leaves them, and a deleted test would go on
 * running. `dist` belongs to the compiler: scripts made by anything else need a folder of another name.
 */
export function staleOutputs(folder) {
  const dist = join(folder, 'dist');
  if (!existsSync(dist)) return [];
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && output.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !existsSync(join(folder, 'src', relative(dist, file).replace(output, '.ts'))));
}
