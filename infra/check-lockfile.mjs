// A lock file that names a host installs from that host only, whatever registry the machine is set to. Integrity
// hashes are what pins the content.
import { readFileSync } from 'node:fs';

const lines = readFileSync(new URL('../pnpm-lock.yaml', import.meta.url), 'utf8').split('\n');
const found = lines.flatMap((line, i) => (/\btarball:|:\/\//.test(line) ? [`pnpm-lock.yaml:${i + 1}: ${line.trim()}`] : []));
if (found.length > 0) {
  console.log(`${found.join('\n')}\nAn address of a package stands in the lock file; install from the registry by version instead.`);
  process.exit(1);
}
