import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brokerForTests } from '../kafka/for-tests.mjs';
import { build } from './build.mjs';
import { compiledPath } from './compiled-path.mjs';
import { ensureInstalled } from './install.mjs';
import { Refusal } from './refusal.mjs';
import { runNode } from './run.mjs';
import { root } from './workspace.mjs';

const jest = (args, options) =>
  runNode(['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules/jest/bin/jest.js'), ...args.map(compiledPath)], options);

/** Whether a suite that needs a broker is among those that jest would run. */
async function needBroker(args) {
  const { output } = await jest(['--listTests', ...args], { collect: true });
  return /\.kafka\.test\.js$/m.test(output);
}

/**
 * Builds, then runs jest with the rest of the command line; ends the process with jest's exit code. A Kafka broker runs beside it where a suite needs one.
 * Without arguments in two parts, those that need a broker last and one at a time: a hub of a dozen processes wants the whole machine, and two of them
 * starve each other until waits end that are generous for one.
 */
export async function test(args, { long }) {
  // What a test writes into a log is there for ever, so a server that somebody uses is tested by name only: `test:eventstore`.
  const env = { EVENTSTORE_URL: undefined, ...(long ? { GUITU_LONG: '1' } : {}) };
  await build();
  if (args.length > 0) process.exit(await withBroker(args, await needBroker(args), env));
  const totals = join(mkdtempSync(join(tmpdir(), 'guitu-totals-')), 'totals.json');
  process.once('exit', () => rmSync(dirname(totals), { recursive: true, force: true }));
  const codes = [];
  for (const part of ['together', 'alone']) codes.push(await withBroker([], part === 'alone', { ...env, GUITU_TEST_PART: part, GUITU_TEST_TOTALS: totals }));
  process.exit(codes.find((code) => code !== 0) ?? 0);
}

async function withBroker(args, needed, env) {
  const broker = needed ? await brokerForTests() : undefined;
  const { code } = await jest(args, { env: { ...env, ...broker?.env } });
  await broker?.stop();
  return code;
}

/** Builds, then holds the EventStoreDB adapter to its port on the server that EVENTSTORE_URL names; ends the process with jest's exit code. The server keeps what it was given: each run writes streams of its own. */
export async function testEventStore(args) {
  if (!process.env.EVENTSTORE_URL) throw new Refusal('EVENTSTORE_URL names no server to test on, like esdb://127.0.0.1:2113?tls=false. One that holds nothing of value: what the tests write stays in its log.');
  await ensureInstalled();
  await build();
  // One suite after another: what is asked of a whole log is asked while nobody else writes.
  const { code } = await jest(['--runInBand', 'test/dist/(eventstoredb/conformance|fakes/eventstoredb/behaviour)', ...args]);
  process.exit(code);
}
