import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEnvironment, missingForBuild, nativeModuleLoads } from './native.mjs';
import { pinnedPnpm } from './pnpm.mjs';
import { Refusal } from './refusal.mjs';
import { runNode } from './run.mjs';
import { root } from './workspace.mjs';

// Inside node_modules, so that whoever deletes that folder deletes the claim that it is complete.
const stampFile = join(root, 'node_modules/.guitu-installed');

/** What the content of node_modules depends on: the lock file, the install rules, and the ABI that was built for. */
function wantedStamp() {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.update(`${process.platform} ${process.arch} ${process.versions.modules}`).digest('hex');
}

/** Brings node_modules to what the lock file says; does nothing when it is there already. */
export async function ensureInstalled() {
  const wanted = wantedStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;

  const pnpm = await pinnedPnpm();
  const env = buildEnvironment();
  console.error('guitu: installing dependencies (the first time builds one native module, one to three minutes)');
  // There may be nobody to answer a question about replacing a node_modules that another pnpm has made.
  const { code } = await runNode([pnpm, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'], { env });
  const installed = code === 0;
  if (installed && !(await nativeModuleLoads())) await runNode([pnpm, 'rebuild', 'better-sqlite3'], { env });
  if (!installed || !(await nativeModuleLoads())) throw new Refusal(whyNot(installed));
  writeFileSync(stampFile, wanted);
}

function whyNot(installed) {
  // pnpm links a package before it runs its build, so without the link it was the download that failed.
  const fetched = existsSync(join(root, 'packages/sqlite/node_modules/better-sqlite3'));
  const missing = fetched ? missingForBuild() : [];
  if (missing.length > 0) return `better-sqlite3 has to be built here; install ${missing.join(', ')}, then try again.`;
  return installed ? 'better-sqlite3 was built but does not load.' : 'the dependencies could not be installed (see above).';
}
