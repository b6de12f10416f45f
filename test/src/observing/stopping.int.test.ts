import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { openSqliteFeed } from '@guitu/event-store';
import { fetchToken } from '../support/token.js';
import { waitFor } from '../support/wait-for.js';
import { startMain } from './hub-main.js';

test.each(['SIGTERM', 'SIGINT'] as const)('%s under load ends the hub within ten seconds, whoever holds on, and loses nothing that was acknowledged', async (signal) => {
  const hub = await startMain({ GUITU_LOG_LEVEL: 'warn' });
  try {
    const token = await fetchToken(hub.url('issuer'), 'police-baoji');
    const acknowledged: string[] = [];
    let stopped = false;
    const client = async (): Promise<void> => {
      while (!stopped) {
        await fetch(`${hub.url('police')}/cases/found`, {
          method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
          body: JSON.stringify({ disposition: 'taken-along', reportedBy: 'own-patrol', division: '610302', person: { sex: '1', age: { from: 40, to: 50 } }, signs: { impairment: false, mobilityImpaired: false }, place: '火车站' }),
        }).then(async (reply) => {
          if (reply.status === 201) acknowledged.push(((await reply.json()) as { readonly caseId: string }).caseId);
        }).catch(() => (stopped = true));
      }
    };
    const clients = Array.from({ length: 8 }, client);
    // Two clients that never finish what they began to send, at two services.
    const slow = (['police', 'station'] as const).map((service) => {
      const socket = connect(Number(new URL(hub.url(service)).port), '127.0.0.1');
      socket.on('error', () => {}).resume();
      socket.write(`POST /cases/found HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Length: 1000\r\n\r\n{`);
      return socket;
    });
    await waitFor('commands', () => acknowledged.length > 50, 20_000);
    const begun = performance.now();
    hub.signal(signal);
    expect(await hub.ended).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    await Promise.all(clients);
    for (const socket of slow) if (!socket.destroyed) await once(socket, 'close');
    expect(hub.log()).not.toMatch(/crash|Unhandled|"level":"(?:error|fatal)"/u);
    const feed = await openSqliteFeed({ file: `${hub.directory}/log.db` });
    for (const caseId of acknowledged) expect(await feed.readStream(`case-${caseId}`)).not.toEqual([]);
    await feed.close();
  } finally {
    await hub.remove();
  }
}, 60_000);

test('a second signal ends the hub at once', async () => {
  const hub = await startMain({ GUITU_LOG_LEVEL: 'warn' });
  try {
    const slow = connect(Number(new URL(hub.url('police')).port), '127.0.0.1');
    slow.on('error', () => {});
    await once(slow, 'connect');
    slow.write('GET /worklist HTTP/1.1\r\nHost: x\r\n');
    const begun = performance.now();
    hub.signal('SIGTERM');
    await waitFor('the hub to stop listening', () => fetch(`${hub.url('station')}/healthz`).then(() => false, () => true));
    hub.signal('SIGTERM');
    expect(await hub.ended).toBe(143);
    expect(performance.now() - begun).toBeLessThan(4_500);
    slow.destroy();
  } finally {
    await hub.remove();
  }
}, 60_000);
