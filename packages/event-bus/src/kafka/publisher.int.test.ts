import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { eventFor } from '@guitu/event-store/testing';
import type { Position } from '@guitu/event-store';
import { kafkaPublisher } from './publisher.js';
import { guituTopics } from './topics.js';

it('a broker that takes what it is sent and says nothing holds up no stop', async () => {
  const sockets: Socket[] = [];
  let heard: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (heard = resolve));
  const broker = createServer((socket) => void sockets.push(socket.on('data', () => heard()).on('error', () => undefined)));
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  const publisher = kafkaPublisher({ brokers: [`127.0.0.1:${(broker.address() as AddressInfo).port}`], clientId: 'test', topics: guituTopics(''), log: 'log', keyOf: ({ stream }) => stream, deadlineMs: 20_000 });
  const sent = publisher.publish([{ ...eventFor('case-1'), stream: 'case-1', revision: 0, position: '1' as Position }]).then(() => 'sent', () => 'not sent');
  await asked;
  expect(await Promise.race([sent, publisher.close().then(() => 'closed')])).toBe('closed');
  for (const socket of sockets) socket.destroy();
  broker.close();
  expect(await sent).toBe('not sent');
});
