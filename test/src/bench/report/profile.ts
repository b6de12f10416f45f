/* Run by hand: node test/dist/bench/report/profile.js FILE.cpuprofile ... lists where the time of each went. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { heaviest } from './heaviest.js';
import type { CpuProfile } from './heaviest.js';

const LINES = 40;

for (const file of process.argv.slice(2)) {
  const { busyMs, functions } = heaviest(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile);
  process.stdout.write(`\n${basename(file)}: busy for ${(busyMs / 1_000).toFixed(1)} s\n`);
  for (const { name, place, share } of functions.slice(0, LINES)) process.stdout.write(`${(share * 100).toFixed(1).padStart(6)} %  ${name}  ${place}\n`);
}
