import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Refusal } from '../bootstrap/refusal.mjs';

const NEEDED = 17;

/** A Java that runs the broker, of JAVA_HOME or the one on PATH: its path, and its version in full. */
export function java() {
  const home = process.env.JAVA_HOME;
  const file = home ? join(home, 'bin/java') : 'java';
  const asked = spawnSync(file, ['-version'], { encoding: 'utf8' });
  const version = /version "((?:1\.)?(\d+)[^"]*)"/.exec(asked.stderr ?? '');
  if (version === null) throw new Refusal(`a Kafka broker needs Java ${NEEDED} or later, and ${file} was not found.`);
  if (Number(version[2]) < NEEDED) throw new Refusal(`a Kafka broker needs Java ${NEEDED} or later; ${file} is ${version[1]}.`);
  return { file, version: version[1] };
}
