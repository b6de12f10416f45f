import { join } from 'node:path';
import { build } from './build.mjs';
import { compiledPath } from './compiled-path.mjs';
import { runNode } from './run.mjs';
import { root } from './workspace.mjs';

/** Builds, then runs jest with the rest of the command line; ends the process with jest's exit code. */
export async function test(args, { long }) {
  await build();
  const { code } = await runNode(
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
      ...args.map(compiledPath),
    ],
    { env: long ? { GUITU_LONG: '1' } : {} },
  );
  process.exit(code);
}
