import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLedger, systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import type { Hub } from '@guitu/standalone';
import { createDesks, startEmbedded, temporaryDirectory, testConfig } from '../support/hub.js';
import type { Desks } from '../support/hub.js';
import { register } from '../support/register.js';
import { waitFor } from '../support/wait-for.js';
import { leaves, stays } from './episodes.js';
import { decide, officials } from './officers.js';

const S = 'station-baoji';
const [LIFTED, KEPT] = ['郑守义', '冯志高'] as const;

let scratch: string;
let lifted: string;
let kept: string;
const at = (name: string): string => join(scratch, name);
const running: (readonly [Hub, Desks])[] = [];

async function started(directory: string, ledger?: string): Promise<readonly [Hub, Desks]> {
  const hub = ledger === undefined ? await startEmbedded(at(directory)) : await startHub({ config: testConfig(at(directory)), register, runtime: systemRuntime, port: () => 0, ledger });
  const both = [hub, createDesks(hub.urls)] as const;
  running.push(both);
  return both;
}
async function stop(): Promise<void> {
  for (const [hub, desks] of running.splice(0)) {
    desks.close();
    await hub.close();
  }
}
afterEach(stop);

// Of two whose processing is restricted one has that lifted; of the other it goes on for longer than it was first decided. The files are kept as they were before all that, and in between.
beforeAll(async () => {
  scratch = await temporaryDirectory();
  const [, desks] = await started('data');
  const place = { as: desks.as, settled: () => Promise.resolve() };
  const [one, other] = [await stays(place, LIFTED, '430703197104170015'), await stays(place, KEPT, '430703197104170031')];
  for (const story of [one, other]) await leaves(story);
  [lifted, kept] = [one.caseId, other.caseId];
  await stop();
  await cp(at('data'), at('before'), { recursive: true });
  const [hub] = await started('data');
  await decide(hub.urls, 'restrictions', lifted);
  const { li, zhao } = officials(hub.urls);
  await zhao.approve('restrictions', (await li.propose('restrictions', { caseId: kept, ground: 'dispute', until: new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10) })).body.id);
  await stop();
  await cp(at('data'), at('restricted'), { recursive: true });
}, 120_000);
afterAll(() => rm(scratch, { recursive: true }));

const events = async (hub: Hub, caseId: string): Promise<readonly string[]> => (await hub.store.readStream(`case-${caseId}`)).map(({ type }) => type.split('.')[2] ?? '');

test('a restriction is lifted when another human approves it, and the case is read, found and gone on with as before', async () => {
  const [hub, desks] = await started('data');
  const { li, zhao, auditor } = officials(hub.urls);
  expect((await auditor.search({ name: LIFTED })).body.cases).toEqual([]);
  const proposal = { caseId: lifted, ground: 'dispute-settled' };
  const { body } = await li.propose('liftings', proposal);
  expect(body).toMatchObject({ state: 'proposed', against: [] });
  expect((await li.approve('liftings', body.id)).body.code).toBe('same-user');
  expect((await zhao.approve('restrictions', body.id)).status).toBe(404);
  expect(JSON.stringify(await desks.as(S).view(lifted))).not.toContain(LIFTED);
  expect((await zhao.approve('liftings', body.id)).body.state).toBe('done');

  expect(JSON.stringify(await desks.as(S).view(lifted))).toContain(LIFTED);
  expect((await auditor.search({ name: LIFTED })).body.cases).toEqual([expect.objectContaining({ caseId: lifted })]);
  await desks.as(S).send('note-added', { caseId: lifted, body: { note: '再次来电' } });
  expect(await events(hub, lifted)).toEqual(expect.arrayContaining(['restricted', 'restriction-lifted']));

  const again = await li.propose('liftings', proposal);
  expect(again.body.against).toEqual([{ code: 'not-restricted', caseId: lifted }]);
  expect((await zhao.approve('liftings', again.body.id)).body.code).toBe('not-restricted');
  // And of another it is decided later that it goes on without a last day.
  await decide(hub.urls, 'restrictions', kept);
}, 60_000);

test('over a log of before the restriction, what was lifted is not restricted anew, and what is in force is', async () => {
  await cp(defaultLedger(at('data')), at('ledger.ndjson'));
  const [hub, desks] = await started('before', at('ledger.ndjson'));
  await waitFor('the other restriction', async () => (await events(hub, kept)).includes('restricted'), 20_000);
  expect(await events(hub, lifted)).not.toContain('restricted');
  expect(JSON.stringify(await desks.as(S).view(lifted))).toContain(LIFTED);
}, 60_000);

test('over a log of before the lifting, it is lifted again, and what was to go on for longer goes on', async () => {
  const [hub, desks] = await started('restricted', at('ledger.ndjson'));
  await waitFor('the lifting', async () => (await events(hub, lifted)).includes('restriction-lifted'), 20_000);
  await waitFor('the longer restriction', async () => (await events(hub, kept)).filter((name) => name === 'restricted').length === 2, 20_000);
  expect(JSON.stringify(await desks.as(S).view(lifted))).toContain(LIFTED);
}, 60_000);
