import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { ensureInstalled } from './install.mjs';
import { Refusal } from './refusal.mjs';
import { kafkaLocal } from '../kafka/local.mjs';
import { runNode } from './run.mjs';
import { test, testEventStore } from './test.mjs';
import { root } from './workspace.mjs';

/**
 * Runs the hub inside this process rather than in a child: it then gets every signal itself, its exit code is ours,
 * and nothing is left behind when this process is killed.
 */
const starting = (script) => async (args) => {
  await build();
  const main = join(root, script);
  process.argv = [process.execPath, main, ...args];
  await import(pathToFileURL(main).href);
};

/** Measures the hub as it was compiled; ends the process with the bench's exit code. */
async function bench(args) {
  await build();
  const { code } = await runNode([join(root, 'test/dist/bench/main.js'), ...args]);
  process.exit(code);
}

const cli = join(root, 'services/standalone/dist/cli.js');

/**
 * The operator's command, in this process for the same reasons. What is built is taken as it is: a build under a hub that runs
 * would change the files that its threads load.
 */
async function guitu(args) {
  if (!existsSync(cli)) {
    await ensureInstalled();
    await build();
  }
  process.argv = [process.execPath, cli, ...args];
  await import(pathToFileURL(cli).href);
}

const verbs = {
  start: starting('services/standalone/dist/main.js'),
  'start:distributed': starting('services/standalone/dist/distributed/main.js'),
  bench,
  test: (args) => test(args, { long: false }),
  'test:long': (args) => test(args, { long: true }),
  'test:eventstore': testEventStore,
  check: () => check(),
  guitu,
  'kafka:local': kafkaLocal,
};

/** Those that need nothing installed, or see to it themselves. */
const atOnce = [guitu, kafkaLocal, testEventStore];

export async function main([verb, ...args]) {
  try {
    const act = Object.hasOwn(verbs, verb ?? '') ? verbs[verb] : undefined;
    if (act === undefined) throw new Refusal(`unknown verb ${verb ?? '(none)'}; known are ${Object.keys(verbs).join(', ')}.`);
    if (!atOnce.includes(act)) await ensureInstalled();
    await act(args);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`guitu: ${error.message}`);
    process.exit(1);
  }
}
