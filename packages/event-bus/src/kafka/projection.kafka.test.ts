import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Incident } from '../projection/incident.js';
import { runProjections } from '../projection/projections.js';
import type { Projections } from '../projection/projections.js';
import { embeddedSource } from '../projection/source.js';
import { describeWithBroker, openKafkaFixture, sharedBroker } from '../testing/kafka.js';
import type { KafkaFixture } from '../testing/kafka.js';
import { realRuntime } from '../testing/real-runtime.js';
import { rebuiltRows, rowsOf } from '../testing/rows.js';
import { sampleEvent, sampleProjection } from '../testing/sample-projection.js';
import { until } from '../testing/until.js';
import { BrokerAdmin } from './admin.js';
import { kafkaClient } from './client.js';
import { topicNames } from './topics.js';

describeWithBroker('a projection that Kafka feeds', () => {
  let fixture: KafkaFixture;
  let directory: string;
  let projections: Projections | undefined;
  const incidents: Incident[] = [];
  const admin = new BrokerAdmin(kafkaClient({ brokers: sharedBroker() ?? [], clientId: 'test' }));

  beforeEach(async () => {
    fixture = await openKafkaFixture();
    directory = mkdtempSync(join(tmpdir(), 'guitu-kafka-'));
    incidents.length = 0;
  });
  afterEach(async () => {
    await stop();
    await fixture.close();
    rmSync(directory, { recursive: true });
  });
  afterAll(() => admin.close());

  async function start(): Promise<Projections> {
    const { store, bus } = fixture;
    return (projections = await runProjections({
      definitions: [sampleProjection()],
      source: { storeId: store.storeId, store, bus, close: async () => undefined },
      directory,
      runtime: realRuntime(),
      onIncident: (incident) => void incidents.push(incident),
    }));
  }

  async function stop(): Promise<void> {
    await projections?.close();
    projections = undefined;
  }

  const isLevel = async (running: Projections): Promise<boolean> => (await running.status()).every(({ caughtUp, lagEvents, rebuilding }) => caughtUp && lagEvents === 0 && !rebuilding);
  const rows = (running: Projections) => running.reader('sample').read(rowsOf);
  const rebuilt = () => rebuiltRows(sampleProjection(), embeddedSource(fixture.store));

  it('has the rows of a rebuild from the store, whatever was there before it began, came while it ran, or was void', async () => {
    await fixture.add('case-a', 'add', 'add');
    await fixture.add('person-a', 'add');
    const running = await start();
    await fixture.add('notes-a', 'add');
    await fixture.add('case-b', 'add', 'add', 'void');
    await fixture.add('case-a', 'add', 'void', 'add');
    expect(await running.waitFor('sample', 'case-a', 4, 20_000)).toBe('applied');
    expect(await running.waitFor('sample', 'case-b', 2, 20_000)).toBe('applied');
    await until(() => isLevel(running), 'the projection to be level');
    expect(rows(running)).toEqual(await rebuilt());
    expect(incidents).toEqual([]);
  });

  it('goes on where its rows are after a restart, and says how many events wait until then', async () => {
    const first = await start();
    await fixture.add('case-a', 'add', 'add');
    await first.waitFor('sample', 'case-a', 1, 20_000);
    await until(() => isLevel(first), 'the projection to be level');
    await stop();
    await fixture.add('case-a', 'add');
    await fixture.add('case-b', 'add');
    const second = await start();
    expect(await second.waitFor('sample', 'case-b', 0, 20_000)).toBe('applied');
    expect(await second.waitFor('sample', 'case-a', 2, 20_000)).toBe('applied');
    expect((await second.status())[0]?.applied).toBe(2);
    expect(rows(second)).toEqual(await rebuilt());
  });

  it('reads the store again when Kafka no longer has what comes next', async () => {
    const first = await start();
    await until(() => isLevel(first), 'the projection to follow Kafka');
    await fixture.add('case-a', 'add');
    await first.waitFor('sample', 'case-a', 0, 20_000);
    await stop();
    await fixture.add('case-a', 'add', 'add');
    await fixture.add('case-b', 'add');
    for (const topic of topicNames(fixture.topics)) {
      await admin.ask(async (asked) => asked.deleteTopicRecords({ topic, partitions: await asked.fetchTopicOffsets(topic) }));
    }
    const second = await start();
    expect(await second.waitFor('sample', 'case-a', 2, 20_000)).toBe('applied');
    await fixture.add('case-b', 'add');
    expect(await second.waitFor('sample', 'case-b', 1, 20_000)).toBe('applied');
    expect(rows(second)).toEqual(await rebuilt());
    expect(incidents).toContainEqual(expect.objectContaining({ kind: 'retrying', cause: { name: 'BusError', code: 'events-gone' } }));
  });

  it('an event that the bus lost is taken from the store as soon as a later one of its stream comes', async () => {
    const running = await start();
    await until(() => isLevel(running), 'the projection to follow Kafka');
    await fixture.add('case-a', 'add');
    await fixture.store.append('case-a', [sampleEvent('case-a', 1)], { expected: 0 });
    await fixture.add('case-a', 'add');
    await until(async () => (await running.waitFor('sample', 'case-a', 2, 20_000)) === 'applied', 'the gap to be closed');
    expect(rows(running)).toEqual(await rebuilt());
    expect(incidents.map(({ kind }) => kind)).toEqual(['parked', 'gap-closed']);
  });
});
