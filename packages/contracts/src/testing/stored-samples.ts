import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../events/index.js';
import { sampleBytes, sampleName } from './sample-event.js';

const directory = fileURLToPath(new URL('../../samples/', import.meta.url));
const frozenFile = `${directory}frozen.sha256`;

/** Stored samples by file name, exactly as they lie there. */
export function storedSamples(): ReadonlyMap<string, Uint8Array> {
  const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return new Map(names.sort().map((name) => [name, readFileSync(directory + name)]));
}

/** SHA-256 by file name, in the format of `sha256sum`, so that anybody can check it: a sample that changes is a format that changes. */
export function frozenHashes(): ReadonlyMap<string, string> {
  const lines = readFileSync(frozenFile, 'utf8').split('\n').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

// `node packages/contracts/dist/testing/stored-samples.js [name of a sample]...` stores samples of types and versions that have none, and touches no other but those named.
// Until the format is frozen with release 1.0, whoever changes a type names its sample here; afterwards a change is a new version, and no name is ever given.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of process.argv.slice(2)) rmSync(directory + name);
  const stored = storedSamples();
  for (const definition of Object.values(catalogue)) {
    if (!stored.has(sampleName(definition))) writeFileSync(directory + sampleName(definition), sampleBytes(definition));
  }
  writeFileSync(frozenFile, [...storedSamples()].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join(''));
}
