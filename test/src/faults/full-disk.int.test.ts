import { join } from 'node:path';
import { chanceOf } from '../support/seed.js';
import { waitFor } from '../support/wait-for.js';
import { Agencies } from './agencies/agencies.js';
import { expectAskedToComeAgain } from './agencies/come-again.js';
import { opening } from './agencies/moves.js';
import { examineServed } from './afterwards/examine.js';
import { expectSameAnswers } from './afterwards/same-answers.js';
import { mountSmallDisk, whyNoSmallDisk } from './hub/small-disk.js';
import { Site } from './hub/site.js';

const ROUNDS = process.env['GUITU_LONG'] === '1' ? 50 : 1;
const disks = [
  ['of the whole hub', '.', 24],
  ['of the keys', 'keys', 2],
] as const;

const notHere = whyNoSmallDisk();
if (notHere !== undefined) process.stdout.write(`Full disks are not tried: ${notHere}\n`);

(notHere === undefined ? test : test.skip).each(disks)('while the disk %s is full, every command is asked to come again and none is half done; with space the hub goes on by itself', async (which, folder, megabytes) => {
  const chance = chanceOf(`full disk ${which}`);
  const site = await Site.open();
  const disk = mountSmallDisk(join(site.directory, folder), megabytes);
  const agencies = new Agencies({ site, chance });
  const { journal } = agencies;
  try {
    const hub = await site.start();
    await agencies.acknowledge(20);
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = journal.away.length;
      disk.fill();
      // The log of the file has room from before, a few more commands fit into it. Whoever has to see a case first may see none now; who opens one is told.
      const opened = agencies.send(opening(chance, 'police-baoji'));
      await waitFor('commands that are asked to come again', () => journal.away.length >= before + 10, 60_000);
      disk.free();
      expect((await opened).end?.kind).toBe('taken');
      await agencies.acknowledge(10);
    }
    await agencies.finish();
    expectAskedToComeAgain(journal.away, folder === 'keys' ? ['vault-unavailable'] : ['store-unavailable', 'vault-unavailable']);
    await expectSameAnswers(agencies, hub);
    await examineServed(site.directory, () => hub.stop(), journal);
    process.stderr.write(`full disk ${which}: ${ROUNDS} times full, ${journal.away.length} answers of 503, ${journal.taken.length} taken\n`);
  } finally {
    await agencies.close();
    await site.stop();
    disk.unmount();
    await site.close();
  }
}, 120_000 + ROUNDS * 20_000);
