import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedSource, runProjections } from '@guitu/event-bus';
import type { ProjectionDefinition } from '@guitu/event-bus';
import { kafkaBus } from '@guitu/event-bus/kafka';
import { realRuntime, rebuiltRows, rowsOf } from '@guitu/event-bus/testing';
import { describeWithOwnBroker, startBroker } from '../support/kafka.js';
import type { Broker } from '../support/kafka.js';
import { waitFor } from '../support/wait-for.js';
import { checkArrived, openRelayFixture } from './relay-fixture.js';
import type { RelayFixture } from './relay-fixture.js';

/** One row for each event: an event applied twice would violate the key. */
const places: ProjectionDefinition<{ readonly stream: string; readonly revision: number }> = {
  name: 'places',
  version: 1,
  categories: ['case', 'notes', 'care', 'person'],
  schema: 'create table place (stream text not null, revision integer not null, primary key (stream, revision)) without rowid',
  decode: ({ stream, revision }) => ({ stream, revision }),
  apply: (tx, { stream, revision }) => void tx.prepare('insert into place values (?, ?)').run(stream, revision),
};

describeWithOwnBroker('a broker that is killed', () => {
  const directory = mkdtempSync(join(tmpdir(), 'guitu-broker-'));
  let broker: Broker;
  let fixture: RelayFixture;
  beforeAll(async () => {
    broker = await startBroker({ dataDirectory: join(directory, 'kafka') });
    fixture = await openRelayFixture(broker.brokers);
  }, 180_000);
  afterAll(async () => {
    await fixture.close();
    await broker.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  it('and comes back loses nothing: writing goes on meanwhile, relay and projection wait, and all rows are those of a rebuild', async () => {
    const relay = await fixture.start();
    const lag = async (): Promise<number> => Number(/"lagEvents":(\d+)/u.exec((await relay.ready())?.body ?? '')?.[1] ?? 'NaN');
    await waitFor('the relay to be ready', async () => (await relay.ready())?.status === 200, 60_000);
    const { store, topics } = fixture;
    const bus = kafkaBus({ brokers: broker.brokers, clientId: 'test', topics, instance: 'test', log: store.storeId });
    const projections = await runProjections({
      definitions: [places],
      source: { storeId: store.storeId, store, bus, close: () => bus.close() },
      directory: join(directory, 'projections'),
      runtime: realRuntime(),
      onIncident: () => undefined,
    });
    const streams = Array.from({ length: 10 }, (_, n) => `case-${n}`);
    const visible = async (): Promise<void> => {
      for (const stream of streams) {
        const { length } = await store.readStream(stream);
        await waitFor(`the end of ${stream}`, async () => (await projections.waitFor('places', stream, length - 1, 1_000)) === 'applied', 60_000);
      }
    };
    for (const stream of streams) await fixture.add(stream, 20);
    await visible();

    // In the middle of a burst.
    const burst = (async () => {
      for (let n = 0; n < 30; n += 1) for (const stream of streams) await fixture.add(stream);
    })();
    await waitFor('some of it to be under way', async () => (await lag()) > 0 || (await store.readStream('case-0')).length > 25);
    await broker.kill();
    await burst;
    await waitFor('the relay to say that it cannot', async () => {
      const found = await relay.ready();
      return found?.status === 503 && found.body.includes('"state":"retrying"') && (await lag()) > 0;
    }, 60_000);
    await waitFor('the projection to say so', async () => (await projections.status())[0]?.caughtUp === false, 60_000);
    await broker.restart();
    await visible();
    await waitFor('the relay to be ready again', async () => (await lag()) === 0, 60_000);
    checkArrived(await fixture.arrived(), Object.fromEntries(streams.map((stream) => [stream, 50])));
    expect(projections.reader('places').read(rowsOf)).toEqual(await rebuiltRows(places, embeddedSource(store)));
    await projections.close();
    await relay.stop();
  }, 300_000);
});
