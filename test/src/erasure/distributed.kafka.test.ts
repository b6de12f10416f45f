import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLedger } from '@guitu/service-kit';
import { startDistributedHub } from '../support/distributed-hub.js';
import type { DistributedHub } from '../support/distributed-hub.js';
import { guitu } from '../support/guitu.js';
import { createDesks } from '../support/hub.js';
import type { Desks } from '../support/hub.js';
import { describeWithBroker, sharedBroker } from '../support/kafka.js';
import type { StoryHub } from '../support/story.js';
import { waitFor } from '../support/wait-for.js';
import { comesTwice, leaves, stays } from './episodes.js';
import { erase, officials } from './officers.js';

describeWithBroker('a hub of which each service is a process', () => {
  let hub: DistributedHub;
  let desks: Desks;
  let story: StoryHub;
  beforeAll(async () => {
    hub = await startDistributedHub({ brokers: sharedBroker() ?? [] });
    desks = createDesks(hub.urls);
    story = { as: desks.as, settled: () => Promise.resolve() };
  }, 180_000);
  afterAll(async () => {
    desks.close();
    await hub.close();
  }, 30_000);

  test('erases a person with every linked id, whom no process shows any more', async () => {
    const { first, second } = await comesTwice(story, '张建国', '430703197104170015');
    const { auditor } = officials(hub.urls);
    const done = await erase(hub.urls, first.caseId);
    expect(done.persons).toHaveLength(2);
    for (const { caseId } of [first, second]) expect(JSON.stringify([await desks.as('station-baoji').view(caseId), await auditor.get('audit', `/cases/${caseId}/history`)])).not.toContain('张建国');
    expect((await auditor.search({ name: '张建国' })).body.cases).toEqual([]);
  }, 60_000);

  test('brings an erasure to its end when the vault comes back, whom a kill had taken away after the approval was asked for', async () => {
    const one = await stays(story, '王德明', '430703197104170031');
    await leaves(one);
    const { li, zhao } = officials(hub.urls);
    const { body } = await li.propose('erasures', { caseId: one.caseId, ground: 'person-asked' });
    await hub.services.vault.stop('SIGKILL');
    expect((await zhao.approve('erasures', body.id)).status).toBe(503);
    hub.services.vault.start();
    await hub.ready();
    // It was not approved durably, so the second human asks again.
    expect((await zhao.approve('erasures', body.id)).body.state).toBe('done');
    await hub.services['data-protection'].stop('SIGKILL');
    hub.services['data-protection'].start();
    await hub.ready();
    await waitFor('the erasure as it was', async () => (await zhao.view('erasures', body.id)).body.state === 'done');
    const entries = (await readFile(defaultLedger(join(hub.directory, 'vault')), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { readonly matter?: string; readonly entry: string }).filter(({ matter }) => matter === body.id);
    expect(entries.map(({ entry }) => entry)).toEqual(['proposed', 'approved', 'destroyed', 'recorded']);
  }, 120_000);

  test("replaces the master key in the vault's process, and says what is due in that of data protection", async () => {
    const at = (service: string): string => join(hub.directory, service);
    const before = await readFile(join(at('vault'), 'keys/master.key'), 'utf8');
    expect((await guitu(at('vault'), ['keys', 'rotate'])).exit).toBe(0);
    expect(await readFile(join(at('vault'), 'keys/master.key'), 'utf8')).not.toBe(before);
    const one = await stays(story, '孙长贵', '430703196811230037');
    expect(JSON.stringify(await one.view())).toContain('孙长贵');
    expect((await guitu(at('data-protection'), ['retention', '--dry-run', '--json'])).json()).toMatchObject({ due: [], off: ['case-file', 'kept-for-identification'] });
  }, 60_000);
});
