// Asks the registry, through the package manager, what is known of the versions in the lock file that the hub runs on.
// Exceptions are data: `{ "id": "GHSA-...", "until": "YYYY-MM-DD", "because": "..." }`.
import { readFileSync } from 'node:fs';
import { pinnedPnpm } from '../bootstrap/pnpm.mjs';
import { runNode } from '../bootstrap/run.mjs';
import { judge, readAudit } from './judge.mjs';

const exceptions = JSON.parse(readFileSync(new URL('exceptions.json', import.meta.url), 'utf8'));
const { output } = await runNode([await pinnedPnpm(), 'audit', '--prod', '--json', '--config.fetch-retries=1', '--config.fetch-timeout=20000'], { collect: true });
const { reason, advisories } = readAudit(output);
if (reason !== undefined) {
  console.log(`skipped: the registry that this machine is set to gives no audit (${reason})`);
} else {
  const { failures, told } = judge(advisories, exceptions, new Date().toISOString().slice(0, 10));
  for (const line of [...failures, ...told]) console.log(line);
  if (failures.length > 0) process.exit(1);
}
