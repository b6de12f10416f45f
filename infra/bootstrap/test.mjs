import { join } from 'node:path';
import { brokerForTests } from '../kafka/for-tests.mjs';
import { build } from './build.mjs';
import { compiledPath } from './compiled-path.mjs';
import { runNode } from './run.mjs';
import { root } from './workspace.mjs';

const jest = (args, options) =>
  runNode(['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules/jest/bin/jest.js'), ...args.map(compiledPath)], options);

/** Whether a suite that needs a broker is among those that jest would run. */
async function needBroker(args) {
  const { output } = await jest(['--listTests', ...args], { collect: true });
  return /\.kafka\.test\.js$/m.test(output);
}

/** Builds, then runs jest with the rest of the command line; ends the process with jest's exit code. A Kafka broker runs beside it where a suite needs one. */
export async function test(args, { long }) {
  const env = long ? { GUITU_LONG: '1' } : {};
  const all = args.length === 0;
  const [early] = await Promise.all([all ? brokerForTests() : undefined, build()]);
  const broker = early ?? ((await needBroker(args)) ? await brokerForTests() : undefined);
  const { code } = await jest(args, { env: { ...env, ...broker?.env } });
  await broker?.stop();
  process.exit(code);
}
