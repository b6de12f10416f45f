import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.mjs';
import { runNode } from './run.mjs';
import { staleOutputs } from './stale.mjs';
import { root, workspaceFolders } from './workspace.mjs';

/**
 * Compiles what has changed, with the native compiler: it takes a third of the time of the one in JavaScript, which lint still needs for its types.
 * `dist` then holds what the sources say and nothing else.
 */
export async function build() {
  for (const folder of workspaceFolders()) for (const file of staleOutputs(folder)) rmSync(file);
  console.error('guitu: building');
  const { code } = await runNode([join(root, 'node_modules/@typescript/native/bin/tsc'), '-b']);
  if (code !== 0) throw new Refusal('the build failed (see above).');
}
