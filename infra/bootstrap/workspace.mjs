import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of the repository, absolute, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** The package.json of a folder, or undefined where there is none. */
export function manifest(folder) {
  const path = join(folder, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/**
 * Every folder that pnpm-workspace.yaml names, absolute. A folder that lost its package.json (a branch was left, a
 * package was merged away) is listed too: its compiled remains are what has to be cleared away.
 */
export function workspaceFolders() {
  const below = (group) =>
    readdirSync(join(root, group), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(root, group, entry.name));
  return [...below('packages'), ...below('services'), join(root, 'test')];
}
