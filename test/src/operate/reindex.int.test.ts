import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '@guitu/sqlite';
import { worklistRows } from '../support/afterwards.js';
import { foundBody } from '../support/episodes.js';
import { guitu } from '../support/guitu.js';
import { createDesks, startEmbedded, temporaryDirectory } from '../support/hub.js';
import { able, unknownMan } from '../support/people.js';

/** What the first release left: whole names and numbers in its index, and no word about it. */
function ageKeys(directory: string): void {
  const db = openDatabase(join(directory, 'keys', 'keys.db'), { durability: 'full' });
  db.exec("DELETE FROM meta WHERE name = 'index'; DELETE FROM index_entries WHERE kind = 'name'");
  db.close();
}

test('a hub on keys of an earlier version works, and finds by parts and pinyin once its operator has said so', async () => {
  const directory = await temporaryDirectory();
  const opened: string[] = [];
  let hub = await startEmbedded(directory);
  let desks = createDesks(hub.urls);
  const found = async (name: string): Promise<readonly string[]> => (await desks.as('police-baoji').client.findCases('police', { name })).cases.map(({ caseId }) => caseId);
  try {
    for (const name of ['单小山', '买买提·艾力']) opened.push((await desks.as('police-baoji').send('found', { body: foundBody({ ...unknownMan('蓝布上衣'), name }, able) })).caseId);
    desks.close();
    await hub.close();
    ageKeys(directory);

    hub = await startEmbedded(directory);
    desks = createDesks(hub.urls);
    await worklistRows(hub);
    expect([await found('shan'), await found('艾力')]).toEqual([[], []]);
    expect(await guitu(directory, ['reindex'])).toMatchObject({ exit: 0, said: 'The names in the log are indexed (2 events read).\n' });
    expect([await found('shan'), await found('xiaoshan'), await found('艾力'), await found('Aili')]).toEqual([opened.slice(0, 1), opened.slice(0, 1), opened.slice(1), opened.slice(1)]);
    expect(await guitu(directory, ['reindex', '--json'])).toMatchObject({ exit: 0, said: '{"events":null}\n' });
  } finally {
    desks.close();
    await hub.close();
    await rm(directory, { recursive: true });
  }
}, 60_000);
