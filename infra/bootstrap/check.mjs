import { basename, join } from 'node:path';
import { build } from './build.mjs';
import { run, runNode } from './run.mjs';
import { manifest, root, workspaceFolders } from './workspace.mjs';

const tool = (path) => join(root, 'node_modules', path);

// The cache makes the second run short. It goes by a file's own content: a finding that comes from another file's
// types can be late by one edit here, never in CI, which starts without a cache.
const lint = () =>
  runNode([tool('eslint/bin/eslint.js'), '--cache', '--cache-strategy=content', '--cache-location=node_modules/.cache/eslint/', '.'], {
    collect: true,
  });

const boundaries = () =>
  runNode([tool('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', 'packages', 'services', 'test', 'infra'], {
    collect: true,
  });

const lockfile = () => runNode(['infra/check-lockfile.mjs'], { collect: true });

const advisories = () => runNode(['infra/audit/audit.mjs'], { collect: true });

/** A package adds a check of its own by a script named `check` in its package.json; it runs after the build. */
function checksOfPackages() {
  return workspaceFolders().flatMap((folder) => {
    const script = manifest(folder)?.scripts?.check;
    return script === undefined ? [] : [[basename(folder), () => run(script, [], { cwd: folder, shell: true, collect: true })]];
  });
}

/** Types, lint, import boundaries, then what packages add; all are run and all findings shown, whichever fails. */
export async function check() {
  await build();
  const steps = [['lint', lint], ['boundaries', boundaries], ['lockfile', lockfile], ['advisories', advisories], ...checksOfPackages()];
  const failed = [];
  const inTurn = async () => {
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      const [name, act] = step;
      const begun = performance.now();
      const { code, output } = await act();
      if (code !== 0) failed.push(name);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (output.trim() !== '') console.log(output.trim());
    }
  };
  // Two at a time: each of the two long ones keeps one core busy.
  await Promise.all([inTurn(), inTurn()]);
  console.log(failed.length === 0 ? 'check: everything holds' : `check: failed in ${failed.join(', ')}`);
  process.exit(failed.length === 0 ? 0 : 1);
}
