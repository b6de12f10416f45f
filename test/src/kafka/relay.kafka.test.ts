import { describeWithBroker, sharedBroker } from '../support/kafka.js';
import { waitFor } from '../support/wait-for.js';
import { checkArrived, openRelayFixture } from './relay-fixture.js';
import type { RelayFixture } from './relay-fixture.js';

const streams = ['case-a', 'case-b', 'notes-a', 'person-a', 'care-1'];
const each = (count: number): Readonly<Record<string, number>> => Object.fromEntries(streams.map((stream) => [stream, count]));

describeWithBroker('the relay as a process of its own', () => {
  let fixture: RelayFixture;
  beforeEach(async () => {
    fixture = await openRelayFixture(sharedBroker() ?? []);
  });
  afterEach(() => fixture.close());

  it('killed between sending and its checkpoint, it sends a page again when it comes back; nothing is missing and nothing is out of order', async () => {
    for (const stream of streams) await fixture.add(stream, 60);
    await fixture.add('hub', 3);
    const first = await fixture.start({ DIE_AT: '2' });
    await first.gone;
    for (const stream of streams) await fixture.add(stream, 5);
    const second = await fixture.start();
    await waitFor('the relay to be ready', async () => (await second.ready())?.body.includes('"lagEvents":0') === true, 25_000);
    expect(checkArrived(await fixture.arrived(), each(65))).toBeGreaterThanOrEqual(100);
    const metrics = await second.metrics();
    expect(metrics).toMatch(/^guitu_relay_lag_events 0$/mu);
    expect(metrics).toMatch(/^guitu_relay_running 1$/mu);
    expect(metrics).toMatch(/^guitu_relay_published_events_total \d{2,}$/mu);
    await second.stop();
  }, 60_000);

  it('run twice, one of the two stops and says so, and the other goes on', async () => {
    const relays = await Promise.all([fixture.start(), fixture.start()]);
    const states = async (): Promise<readonly string[]> => Promise.all(relays.map(async (relay) => /"state":"(\w+)"/u.exec((await relay.ready())?.body ?? '')?.[1] ?? 'absent'));
    // One may notice the other before anything was written, by its first checkpoint.
    await waitFor('both to run', async () => (await states()).every((state) => state === 'running' || state === 'lost'), 60_000);
    let count = 0;
    await waitFor('one to notice the other', async () => {
      count += 1;
      for (const stream of streams) await fixture.add(stream);
      return (await states()).includes('lost');
    }, 60_000);
    expect([...(await states())].sort()).toEqual(['lost', 'running']);
    for (const stream of streams) await fixture.add(stream);
    const bodies = await Promise.all(relays.map((relay) => relay.ready()));
    expect(bodies.map((found) => found?.status).sort()).toEqual([200, 503]);
    await waitFor('the other to bring everything', async () => (await fixture.arrived()).filter((place) => place === `care-1#${count}`).length > 0);
    checkArrived(await fixture.arrived(), each(count + 1));
  }, 180_000);
});
