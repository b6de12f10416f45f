import { createHook } from 'node:async_hooks';
import { setTimeout as after } from 'node:timers/promises';
import { describeWithBroker, ownTopics, sharedBroker } from '../testing/kafka.js';
import { BrokerAdmin } from './admin.js';
import { kafkaClient } from './client.js';

// Without patches/kafkajs@2.2.4.patch an idle connection sets a timer every millisecond, for ever.
describeWithBroker('a connection on which nothing happens', () => {
  it('sets no timers', async () => {
    await ownTopics();
    const admin = new BrokerAdmin(kafkaClient({ brokers: sharedBroker() ?? [], clientId: 'test' }));
    await admin.ask((asked) => asked.listTopics());
    let timers = 0;
    const hook = createHook({ init: (_id, type) => void (timers += type === 'Timeout' ? 1 : 0) }).enable();
    await after(200); // What is looked for is that nothing happens, which has no other sign than time.
    hook.disable();
    await admin.close();
    expect(timers).toBeLessThan(20);
  });
});
