import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runNode } from './run.mjs';
import { root } from './workspace.mjs';

/** Where this Node's C headers lie, or undefined: the prefix that holds `include/node/node.h`. */
export function headersPrefix() {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  return existsSync(join(prefix, 'include/node/node.h')) ? prefix : undefined;
}

/**
 * What the install and its native build need to know. Without `nodedir` it downloads the headers, which cannot be done everywhere;
 * a value that the user has set is left alone.
 */
export function buildEnvironment() {
  const prefix = process.env.npm_config_nodedir ?? headersPrefix();
  return {
    JOBS: process.env.JOBS ?? '2',
    // Hundreds of lines of warnings about code that is not ours would hide the progress; errors still show.
    CXXFLAGS: `${process.env.CXXFLAGS ?? ''} -w`,
    npm_config_update_notifier: 'false',
    ...(prefix === undefined ? {} : { npm_config_nodedir: prefix }),
  };
}

/** Whether the one native module loads in this Node; it does not after a change of Node's ABI. */
export async function nativeModuleLoads() {
  const probe = "new (require('better-sqlite3'))(':memory:').close()";
  const { code } = await runNode(['--input-type=commonjs', '-e', probe], { cwd: join(root, 'packages/sqlite'), collect: true });
  return code === 0;
}

/** What is missing on this machine for building better-sqlite3, in words; empty when nothing seems to be. */
export function missingForBuild() {
  const runs = (...names) => names.some((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
  return [
    ...(runs(process.env.CXX ?? 'c++', 'g++', 'clang++') ? [] : ['a C++ compiler (Debian: g++)']),
    ...(runs('make', 'gmake') ? [] : ['make']),
    ...(runs(process.env.PYTHON ?? 'python3', 'python') ? [] : ['Python 3']),
    ...((process.env.npm_config_nodedir ?? headersPrefix()) === undefined
      ? [`the headers of Node ${process.versions.node} (in the official archive of Node; Debian: libnode-dev)`]
      : []),
  ];
}
