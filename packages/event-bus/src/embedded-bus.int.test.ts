import { openMemoryStore } from '@guitu/event-store';
import { embeddedBus } from './embedded-bus.js';
import { busContract } from './testing/bus-contract.js';
import { sampleEvent } from './testing/sample-projection.js';

busContract({
  name: 'The embedded bus',
  async open() {
    const store = openMemoryStore();
    return {
      bus: embeddedBus(store),
      feed: store,
      async add(stream, count = 1) {
        const have = (await store.readStream(stream)).length;
        await store.append(stream, Array.from({ length: count }, (_, index) => sampleEvent(stream, have + index)), { expected: have === 0 ? 'no-stream' : have - 1 });
      },
      close: () => store.close(),
    };
  },
});
