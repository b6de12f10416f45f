import { join } from 'node:path';
import { openEventStoreDbFeed } from '@guitu/event-store/eventstoredb';
import type { StoredEvent } from '@guitu/event-store';
import { startDistributedHub } from '../support/distributed-hub.js';
import type { DistributedHub } from '../support/distributed-hub.js';
import { foundBody } from '../support/episodes.js';
import { guitu } from '../support/guitu.js';
import { createDesks } from '../support/hub.js';
import { describeWithBroker, sharedBroker } from '../support/kafka.js';
import { able, unknownMan } from '../support/people.js';
import { waitFor } from '../support/wait-for.js';
import { startWriter } from '../support/writer.js';

interface Listed {
  readonly events: number;
  readonly projections: readonly { readonly name: string; readonly lagEvents: number; readonly parked: number }[];
}

describeWithBroker('a hub of which each service is a process', () => {
  let hub: DistributedHub;
  beforeAll(async () => {
    hub = await startDistributedHub({ brokers: sharedBroker() ?? [] });
  }, 180_000);
  afterAll(() => hub.close(), 30_000);

  async function caseEvents(): Promise<readonly StoredEvent[]> {
    const feed = await openEventStoreDbFeed(hub.log);
    const events: StoredEvent[] = [];
    for await (const page of feed.subscribe({ categories: ['case'], live: false })) events.push(...page.events);
    await feed.close();
    return events;
  }
  const projectionsOf = async (service: string): Promise<Listed> => (await guitu(join(hub.directory, service), ['projections', '--json'])).json<Listed>();

  test('loses nothing and does nothing twice when each service is restarted in turn while agencies write', async () => {
    const desks = createDesks(hub.urls, new Set(), { attempts: 200, firstWait: 50, longestWait: 5_000 });
    const writer = startWriter(desks, { perSecond: 20 });
    try {
      for (const service of Object.values(hub.services)) {
        await service.stop();
        service.start();
        await service.ready();
        const before = writer.taken.length;
        await waitFor(`commands after the restart of ${service.name}`, () => writer.taken.length > before + 3, 60_000);
      }
    } finally {
      await writer.stop();
      desks.close();
    }
    const [written, acknowledged] = [(await caseEvents()).map(({ id }) => id), writer.taken.flatMap(({ answer }) => answer.events.map(({ id }) => id))];
    expect(written.toSorted()).toEqual(acknowledged.toSorted());
    expect(hub.deaths()).toBe(0);
    for (const service of ['police', 'station', 'audit'] as const) {
      await waitFor(`${service} to catch up`, async () => (await projectionsOf(service)).projections.every(({ lagEvents, parked }) => lagEvents === 0 && parked === 0), 60_000);
    }
  }, 600_000);

  test('whatever is there first waits for the rest, says for what, and becomes ready by itself', async () => {
    const { police, vault, issuer } = hub.services;
    await Promise.all([police.stop(), vault.stop(), issuer.stop()]);
    await hub.eventStore.kill();
    police.start();
    await waitFor('the police to say what it waits for', async () => (await police.missing())?.toSorted().join() === 'issuer,store,vault', 60_000);
    const refused = await fetch(`${police.url}/worklist`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
    await hub.eventStore.restart();
    vault.start();
    issuer.start();
    await hub.ready();
    expect(hub.deaths()).toBe(0);
  }, 120_000);

  test('an operator asks each process by its own directory', async () => {
    const { events, projections } = await projectionsOf('police');
    expect(projections.map(({ name }) => name)).toEqual(['worklist']);
    const rebuilt = await guitu(hub.directory, ['--data', join(hub.directory, 'police'), 'rebuild', 'worklist', '--json']);
    expect([rebuilt.exit, rebuilt.json()]).toEqual([0, { projection: 'worklist', events }]);
    expect((await guitu(join(hub.directory, 'audit'), ['parked', 'list', '--json'])).json()).toEqual({ parked: [], skipped: [] });
    const desks = createDesks(hub.urls);
    const { caseId } = await desks.as('police-baoji').send('found', { body: foundBody(unknownMan('蓝布上衣'), able) });
    desks.close();
    const asked = ['disclose', '--as', 'office-baoji', '--case', caseId, '--json'];
    const [agency, audit] = await Promise.all(['station', 'audit'].map((service) => guitu(join(hub.directory, service), asked)));
    expect([agency?.exit, agency?.json()]).toEqual([0, expect.objectContaining({ caseId, standing: 'full' })]);
    expect(audit?.json()).toEqual(agency?.json());
  }, 60_000);
});
