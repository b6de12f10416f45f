import { systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { leaves, stays } from '../erasure/episodes.js';
import { officials } from '../erasure/officers.js';
import { guitu } from '../support/guitu.js';
import { createDesks, temporaryDirectory, testConfig } from '../support/hub.js';
import { register } from '../support/register.js';
import { waitFor } from '../support/wait-for.js';
import { expectNothingLost, startWriter } from '../support/writer.js';

interface Due {
  readonly cases: number;
  readonly due: readonly { readonly line: string; readonly count: number; readonly caseIds: readonly string[] }[];
  readonly off: readonly string[];
}

let data: string;
beforeAll(async () => (data = join(await temporaryDirectory(), 'data')));
afterAll(() => rm(join(data, '..'), { recursive: true }));

const start = async (terms: Parameters<typeof startHub>[0]['terms']) => {
  const hub = await startHub({ config: testConfig(data), register, runtime: systemRuntime, port: () => 0, ...(terms === undefined ? {} : { terms }) });
  const desks = createDesks(hub.urls);
  const writer = startWriter(desks);
  await waitFor('agencies to write', () => writer.taken.length > 0);
  const close = async (): Promise<void> => {
    await writer.stop();
    await expectNothingLost(writer.taken, hub.store);
    desks.close();
    await hub.close();
  };
  return { hub, story: { as: desks.as, settled: () => Promise.resolve() }, close };
};
const dryRun = async (): Promise<Due> => (await guitu(data, ['retention', '--dry-run', '--json'])).json<Due>();

test('while agencies write, a dry run says which files need not be kept any longer, by the terms that are set; without a term none is due, and one that runs stands against an erasure', async () => {
  await mkdir(data);
  const first = await start(undefined);
  const [gone, here] = [await stays(first.story, '张建国', '430703197104170015'), await stays(first.story, '王德明', '430703197104170031')];
  await leaves(gone);
  await waitFor('the close to be seen', async () => (await dryRun()).cases === 1);
  expect(await dryRun()).toEqual({ cases: 1, due: [], off: ['case-file', 'kept-for-identification'] });
  expect((await guitu(data, ['retention'])).exit).toBe(2);
  await first.close();

  // Closed in 2013.
  const second = await start({ 'case-file': 5 });
  expect(await dryRun()).toEqual({ cases: 1, due: [{ line: 'case-file', count: 1, caseIds: [gone.caseId] }], off: ['kept-for-identification'] });
  await second.close();

  const third = await start({ 'case-file': 100 });
  expect((await dryRun()).due).toEqual([{ line: 'case-file', count: 0, caseIds: [] }]);
  const { li, zhao, auditor } = officials(third.hub.urls);
  const proposed = await li.propose('erasures', { caseId: gone.caseId, ground: 'person-asked' });
  expect(proposed.body.against).toMatchObject([{ code: 'statutory-term', line: 'case-file' }]);
  expect((await zhao.approve('erasures', proposed.body.id)).body.code).toBe('statutory-term');
  const { body } = await auditor.get<{ lines: readonly { readonly record: string; readonly term?: unknown }[] }>('data-protection', '/retention-schedule');
  expect(body.lines.filter(({ term }) => term !== undefined)).toMatchObject([{ record: 'case-file', term: 100 }, { record: 'kept-for-identification', term: 'off' }]);
  expect(here.caseId).not.toBe(gone.caseId);
  await third.close();
}, 120_000);
