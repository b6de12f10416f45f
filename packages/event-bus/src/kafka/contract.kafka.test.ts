import { busContract } from '../testing/bus-contract.js';
import { describeWithBroker, openKafkaFixture } from '../testing/kafka.js';

describeWithBroker('over a real broker', () => {
  busContract({
    name: 'Kafka',
    async open() {
      const { bus, store, add, close } = await openKafkaFixture();
      return { bus, feed: store, add: (stream, count = 1) => add(stream, ...Array.from({ length: count }, () => 'add' as const)), close };
    },
  });
});
