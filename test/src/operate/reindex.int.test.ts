import { rm } from 'node:fs/promises';
import { worklistRows } from '../support/afterwards.js';
import { ageKeys } from '../support/age-keys.js';
import { foundBody } from '../support/episodes.js';
import { guitu } from '../support/guitu.js';
import { createDesks, startEmbedded, temporaryDirectory } from '../support/hub.js';
import { able, unknownMan } from '../support/people.js';
import { waitFor } from '../support/wait-for.js';
import { expectNothingLost, startWriter } from '../support/writer.js';

test('a hub on keys of an earlier version works, and finds by parts and pinyin once its operator has said so, while agencies write', async () => {
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
    const writer = startWriter(desks);
    await waitFor('the first cases', () => writer.taken.length > 20);
    const before = writer.taken.length;
    expect(await guitu(directory, ['reindex'])).toMatchObject({ exit: 0, said: expect.stringMatching(/^The names in the log are indexed \(\d{2,} events read\)\.\n$/u), noted: expect.stringMatching(/^index: 100 % /mu) });
    expect(writer.taken.length).toBeGreaterThan(before);
    await writer.stop();
    await expectNothingLost(writer.taken, hub.store);
    await worklistRows(hub);
    expect([await found('shan'), await found('xiaoshan'), await found('艾力'), await found('Aili')]).toEqual([opened.slice(0, 1), opened.slice(0, 1), opened.slice(1), opened.slice(1)]);
    expect(await guitu(directory, ['reindex', '--json'])).toMatchObject({ exit: 0, said: '{"events":null}\n' });
  } finally {
    desks.close();
    await hub.close();
    await rm(directory, { recursive: true });
  }
}, 60_000);
