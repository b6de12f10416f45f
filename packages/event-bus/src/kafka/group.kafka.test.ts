import { describeWithBroker, openKafkaFixture, sharedBroker } from '../testing/kafka.js';
import type { KafkaFixture } from '../testing/kafka.js';
import { until } from '../testing/until.js';
import { kafkaClient } from './client.js';
import { BrokerAdmin } from './admin.js';

describeWithBroker('the group of a consumer', () => {
  const kafka = kafkaClient({ brokers: sharedBroker() ?? [], clientId: 'test' });
  const admin = new BrokerAdmin(kafka);
  let fixture: KafkaFixture;
  beforeEach(async () => (fixture = await openKafkaFixture()));
  afterEach(() => fixture.close());
  afterAll(() => admin.close());

  it('shares its partitions with a stranger and gets them back, and loses nothing, doubles nothing and keeps the order', async () => {
    const consumer = `rebalanced-${Date.now()}`;
    const stop = new AbortController();
    const got = new Map<string, number[]>();
    let caughtUp = false;
    const consuming = (async () => {
      for await (const page of fixture.bus.consume({ consumer, categories: ['case'], after: {}, pageSize: 2, signal: stop.signal })) {
        for (const { stream, revision } of page.events) got.set(stream, [...(got.get(stream) ?? []), revision]);
        caughtUp = page.caughtUp;
      }
    })();
    await until(() => caughtUp, 'the consumer to have joined');

    const groups = (await admin.ask((asked) => asked.listGroups())).groups.map(({ groupId }) => groupId);
    const groupId = groups.find((id) => id.startsWith(`test.${consumer}.`)) ?? '';
    const streams = Array.from({ length: 12 }, (_, n) => `case-${n}`);
    const write = async (): Promise<void> => {
      for (const stream of streams) await fixture.add(stream, 'add', 'add', 'add');
    };
    const stranger = kafka.consumer({ groupId, maxWaitTimeInMs: 200 });
    await stranger.connect();
    await stranger.subscribe({ topics: Object.keys(fixture.topics.categories).filter((topic) => topic.endsWith('case-events')) });
    const joined = new Promise<number>((resolve) => stranger.on('consumer.group_join', ({ payload }) => resolve(Object.values(payload.memberAssignment).flat().length)));
    await Promise.all([stranger.run({ autoCommit: false, eachMessage: async () => undefined }), write()]);
    expect(await joined).toBeGreaterThan(0);
    await write();
    await stranger.disconnect();
    await write();
    const whole = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    await until(() => streams.every((stream) => got.get(stream)?.length === whole.length), 'every event', 25_000);
    stop.abort();
    await consuming;
    for (const stream of streams) expect(got.get(stream)).toEqual(whole);
  }, 60_000);

  it('is one of its own for each run, so a copy that died holds nobody up', async () => {
    await fixture.add('case-a', 'add');
    for (let run = 0; run < 3; run += 1) {
      const began = performance.now();
      for await (const page of fixture.bus.consume({ consumer: 'again', categories: ['case'], after: {}, pageSize: 2, signal: new AbortController().signal })) {
        if (page.events.length > 0) break; // The last run's member is still leaving.
      }
      expect(performance.now() - began).toBeLessThan(15_000);
    }
  });
});
