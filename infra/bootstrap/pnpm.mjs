import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal } from './refusal.mjs';
import { run, runNode } from './run.mjs';
import { manifest, root } from './workspace.mjs';

// Outside node_modules, because pnpm may clear node_modules while it runs.
const home = join(root, '.guitu');

/** The path of the pinned pnpm's script, fetched with npm when it is not there yet. */
export async function pinnedPnpm() {
  const version = /^pnpm@([^+]+)/.exec(manifest(root).packageManager)[1];
  const folder = join(home, `pnpm-${version}`);
  const script = join(folder, 'node_modules/pnpm/bin/pnpm.cjs');
  if (existsSync(script)) return script;

  console.error(`guitu: fetching pnpm ${version}`);
  // Fetched beside and renamed, so that an interrupted fetch is never taken for a whole one.
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    const { code } = await npm([
      'install', '--prefix', partial, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts',
      '--loglevel=error', `pnpm@${version}`,
    ]);
    if (code !== 0) throw new Refusal(`npm could not fetch pnpm ${version} (see above); is the package registry reachable?`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return script;
}

async function npm(args) {
  const candidates = [
    process.env.npm_execpath,
    join(dirname(dirname(process.execPath)), 'lib/node_modules/npm/bin/npm-cli.js'),
  ];
  const script = candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  if (script !== undefined) return runNode([script, ...args]);
  try {
    return await run('npm', args);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Refusal('npm is needed beside Node and was not found on PATH.');
  }
}
