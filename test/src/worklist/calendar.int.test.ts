import { rm } from 'node:fs/promises';
import { caseStream, decodeEvent } from '@guitu/contracts';
import type { RegisterData, WorkItem } from '@guitu/contracts';
import type { Hub } from '@guitu/standalone';
import { broughtToStation } from '../support/episodes.js';
import { createDesks, startEmbedded, temporaryDirectory } from '../support/hub.js';
import type { Desks } from '../support/hub.js';
import { confused, unknownMan } from '../support/people.js';
import { register } from '../support/register.js';
import { waitFor } from '../support/wait-for.js';

const S = 'station-baoji';
/** Seven days around the national holiday, and two days of weekends for them. */
const notice: RegisterData['calendar'] = { '2013': { source: '国务院办公厅通知', daysOff: ['2013-10-01', '2013-10-02', '2013-10-03', '2013-10-04', '2013-10-05', '2013-10-06', '2013-10-07'], workedWeekendDays: ['2013-09-29', '2013-10-12'] } };

let directory: string;
let hub: Hub;
let desks: Desks;
async function start(installed: RegisterData): Promise<void> {
  hub = await startEmbedded(directory, installed);
  desks = createDesks(hub.urls);
}
async function stop(): Promise<void> {
  desks.close();
  await hub.close();
}
beforeAll(async () => {
  directory = await temporaryDirectory();
  await start(register);
});
afterAll(async () => {
  await stop();
  await rm(directory, { recursive: true });
});

const caughtUp = () => waitFor('the worklist', async () => (await hub.projections.status()).some(({ name, caughtUp, servesEarlierVersion }) => name === 'worklist' && caughtUp && !servesEarlierVersion));
const admitted = async (): Promise<string> => (await broughtToStation({ as: desks.as, settled: caughtUp }, '2013-09-26T09:00:00+08:00', unknownMan('灰色夹克，左手有疤'), confused, false)).caseId;
const dnaDuty = async (caseId: string): Promise<WorkItem | undefined> => (await desks.as(S).all('for-me', { kind: 'duty' })).find((item) => item.caseId === caseId && item.ref === 'T06');
const recorded = async (caseId: string) =>
  (await hub.store.readStream(caseStream(caseId))).flatMap(({ bytes }) => {
    const event = decodeEvent(bytes);
    return event.name === 'admitted' ? event.data.duties.filter(({ rule }) => rule === 'T06') : [];
  });

test('the notice of a year moves what is owed in it from the next start on, and the log keeps what it had', async () => {
  const before = await admitted();
  await caughtUp();
  expect(await dnaDuty(before)).toMatchObject({ dueAt: '2013-10-10T16:00:00.000Z', dueProvisional: true });
  await stop();

  await start({ ...register, calendar: notice });
  await caughtUp();
  const moved = await dnaDuty(before);
  expect([moved?.dueAt, moved?.dueProvisional]).toEqual(['2013-10-11T16:00:00.000Z', undefined]);
  expect(await recorded(before)).toMatchObject([{ dueAt: '2013-10-10T16:00:00.000Z', calendarVersion: 'statutory-2' }]);
  expect(await recorded(await admitted())).toMatchObject([{ dueAt: '2013-10-11T16:00:00.000Z', calendarVersion: expect.stringMatching(/^statutory-2\+/u) }]);
});
