import { rmSync } from 'node:fs';
import { openDatabase } from '@guitu/sqlite';
import { onSite } from '../on-site.js';
import { examine } from './examine.js';
import { fileOfProjection, pointerOf, untilServed } from './projection-files.js';

test('the examination after a fault finds a projection that stands still, that is not there, and whose rows are not those of the log', () => onSite('the examination of projections', async ({ site, agencies }) => {
  const hub = await site.start();
  await agencies.acknowledge(20);
  await agencies.finish();
  await untilServed(site.directory);
  await hub.stop();
  const served = () => examine(site.directory, agencies.journal, [], { projections: 'served' });
  const change = (name: string, statement: string): void => {
    const db = openDatabase(fileOfProjection(site.directory, name), { durability: 'full' });
    expect(db.prepare(statement).run().changes).toBeGreaterThan(0);
    db.close();
  };
  await served();
  change('worklist', 'update items set hidden = 1 - hidden');
  await expect(served()).rejects.toThrow('in-custody');
  change('persons', 'update inbox_cursor set cursor = cursor - 1');
  await expect(served()).rejects.toThrow(/standStill.*\n.*"persons"/u);
  rmSync(pointerOf(site.directory, 'audit-log'));
  await expect(served()).rejects.toThrow(/-.*"audit-log"/u);
}), 60_000);
