import { openDatabase } from '@guitu/sqlite';
import { waitFor } from '../support/wait-for.js';
import { expectAskedToComeAgain } from './agencies/come-again.js';
import { logFileOf } from './afterwards/copy-of.js';
import { examineServed } from './afterwards/examine.js';
import { onSite } from './on-site.js';

const ROUNDS = process.env['GUITU_LONG'] === '1' ? 5 : 1;

test('while another process keeps the log to itself, every command is asked to come again; when it lets go, the hub goes on by itself', () => onSite('store away', async ({ site, agencies }) => {
  const { journal } = agencies;
  const hub = await site.start();
  await agencies.acknowledge(20);
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = journal.away.length;
    const other = openDatabase(logFileOf(site.directory), { durability: 'full' });
    try {
      other.exec('begin immediate');
      await waitFor('a command that is asked to come again', () => journal.away.length > before, 60_000);
      other.exec('rollback');
    } finally {
      other.close();
    }
    await agencies.acknowledge(10);
  }
  await agencies.finish();
  expectAskedToComeAgain(journal.away, ['store-unavailable']);
  await examineServed(site.directory, () => hub.stop(), journal);
  process.stderr.write(`store away: ${journal.away.length} answers of 503, ${journal.taken.length} taken\n`);
}), 120_000 * ROUNDS);
