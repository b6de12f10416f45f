import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Makes of a checkout what the image holds: compiled code, what it needs to run, and nothing else. Sources, tests and tools are deleted, so it runs
 * where the image is built and nowhere else.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
if (process.env.CI !== 'true') throw new Error('This deletes the sources of the checkout that it runs in. It is for the building of the image (CI=true).');
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });
const pnpm = (...args) => run('npx', '--yes', packageManager.replace(/\+.*$/, ''), ...args);

const folders = ['packages', 'services'].flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)));
const remove = (path) => rmSync(path, { recursive: true, force: true });

pnpm('install', '--frozen-lockfile');
run(process.execPath, 'node_modules/@typescript/native/bin/tsc', '-b', ...folders);

remove(join(root, 'node_modules'));
for (const folder of folders) remove(join(folder, 'node_modules'));
pnpm('install', '--frozen-lockfile', '--prod', '--prefer-offline');

for (const folder of folders) {
  for (const name of ['src', 'tsconfig.json']) remove(join(folder, name));
  for (const file of readdirSync(join(folder, 'dist'), { recursive: true })) {
    if (/\.map$|\.d\.ts$|\.tsbuildinfo$|\.test\.js$|(?:^|\/)testing$/.test(file)) remove(join(folder, 'dist', file));
  }
}
for (const name of ['tsconfig.json', 'tsconfig.base.json']) remove(join(root, name));
