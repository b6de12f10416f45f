import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../bootstrap/refusal.mjs';
import { run } from '../bootstrap/run.mjs';

const pom = fileURLToPath(new URL('./pom.xml', import.meta.url));

/** The version of Kafka that is pinned, for the broker here and for the image. */
export const kafkaVersion = () => /<kafka\.version>([^<]+)</.exec(readFileSync(pom, 'utf8'))[1];

/** Outside the repository, so that every clone finds it and no clone carries it; named by version and by what else the pom says. */
function folder() {
  const contents = createHash('sha256').update(readFileSync(pom)).digest('hex');
  const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(caches, 'guitu', `kafka-${kafkaVersion()}-${contents.slice(0, 8)}`);
}

/** The folder with the broker's archives. The first time Maven fetches them, from wherever it is set to fetch; later nothing is asked of anybody. */
export async function libraries() {
  const found = folder();
  if (existsSync(found)) return found;
  const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';
  if (spawnSync(maven, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status !== 0)
    throw new Refusal('Maven fetches the Kafka broker the first time, and mvn was not found.');

  console.error('guitu: fetching the Kafka broker (some 45 MB, the first time only)');
  // Fetched beside and renamed, so that an interrupted fetch is never taken for a whole one.
  const partial = `${found}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    const { code, output } = await run(maven, ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`], {
      collect: true,
      shell: process.platform === 'win32',
    });
    if (code !== 0) throw new Refusal(`Maven could not fetch the Kafka broker: ${output.split('\n').find((line) => line.includes('ERROR'))?.trim() ?? 'it ended with ' + code}`);
    if (!existsSync(found)) renameSync(partial, found);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return found;
}
