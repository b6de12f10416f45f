import { describeWithBroker, openKafkaFixture, ownTopics, sharedBroker } from '../testing/kafka.js';
import { ensureTopics } from './ensure-topics.js';
import { kafkaBus } from './kafka-bus.js';
import { kafkaPublisher } from './publisher.js';
import { guituTopics } from './topics.js';

describeWithBroker('topics', () => {
  const connection = { brokers: sharedBroker() ?? [], clientId: 'test' };

  it('are made once, and one with another number of partitions is refused by everybody', async () => {
    const topics = await ownTopics(2);
    await ensureTopics({ ...connection, topics });
    const others = { ...topics, partitions: 3 };
    await expect(ensureTopics({ ...connection, topics: others })).rejects.toMatchObject({ code: 'wrong-partitions', retriable: false });
    const bus = kafkaBus({ ...connection, topics: others, instance: 'test', log: 'any' });
    await expect(bus.ends()).rejects.toMatchObject({ code: 'wrong-partitions' });
    await bus.close();
  });

  it('that are not there yet are worth another try, and nobody makes them by mistake', async () => {
    const topics = guituTopics(`absent-${process.pid}-${Date.now()}`);
    const bus = kafkaBus({ ...connection, topics, instance: 'test', log: 'any' });
    for (let time = 0; time < 2; time += 1) await expect(bus.ends()).rejects.toMatchObject({ code: 'topic-missing', retriable: true });
    await bus.close();
  });

  it('events of another log in the same topics are passed over', async () => {
    const topics = await ownTopics();
    const [one, other] = [await openKafkaFixture({ topics }), await openKafkaFixture({ topics })];
    await other.add('case-a', 'add', 'add');
    await one.add('case-b', 'add');
    await other.add('case-c', 'add');
    const seen: string[] = [];
    for await (const page of one.bus.consume({ consumer: 'one', categories: ['case'], after: {}, pageSize: 10, signal: new AbortController().signal })) {
      seen.push(...page.events.map(({ stream }) => stream));
      if (page.caughtUp) break;
    }
    expect(seen).toEqual(['case-b']);
    await Promise.all([one.close(), other.close()]);
  });

  it('a broker that is not there is an error to be tried again, and soon', async () => {
    const away = { brokers: ['127.0.0.1:1'], clientId: 'test', topics: guituTopics() };
    const publisher = kafkaPublisher({ ...away, log: 'any', keyOf: ({ stream }) => stream });
    const bus = kafkaBus({ ...away, instance: 'test', log: 'any' });
    await expect(bus.backlog({}, ['case'])).rejects.toMatchObject({ name: 'BusError', code: 'bus-unavailable', retriable: true });
    await expect(publisher.publish([{ id: 'i', type: 't', stream: 'case-a', revision: 0, position: '0' as never, bytes: new Uint8Array() }])).rejects.toMatchObject({ code: 'bus-unavailable' });
    await Promise.all([bus.close(), publisher.close()]);
  });
});
