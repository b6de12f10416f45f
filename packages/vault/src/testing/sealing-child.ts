import { openVault } from '../open-vault.js';
import { sealedFor } from './crash-work.js';

/**
 * The process that the crash test kills: `node sealing-child.js <directory> <first> <count>` seals one blob for each of the persons
 * first, first + 1, ... a few at a time, and writes a line for each only after the vault has answered.
 */
const [directory = '', first = '0', count = '0'] = process.argv.slice(2);
const vault = await openVault({ directory, realNow: Date.now });
const last = Number(first) + Number(count);
const together = 7;
for (let at = Number(first); at < last; at += together) {
  const numbers = Array.from({ length: Math.min(together, last - at) }, (_, index) => at + index);
  const lines = await Promise.all(numbers.map(async (number) => JSON.stringify({ number, sealed: await sealedFor(vault, number) })));
  process.stdout.write(`${lines.join('\n')}\n`);
}
await vault.close();
process.stdout.write('done\n');
