import { createServer } from 'node:net';
import type { Server } from 'node:net';

/** Undefined where the port is taken or does not exist. */
const listening = (port: number): Promise<Server | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
const closed = (server: Server): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));

// Below those that systems give to outgoing connections: these come and go between this look and the start, and while a killed server is down one would take its port.
const [lowest, highest] = [10_000, 32_000];

/** The first of as many free ports in a row as a hub takes, for tests in which addresses must be known before the start, or stay when a server comes back. */
export async function freePortBase(ports = 10): Promise<number> {
  for (;;) {
    const base = lowest + Math.floor(Math.random() * (highest - lowest - ports));
    const held = await Promise.all(Array.from({ length: ports }, (_, index) => listening(base + index)));
    await Promise.all(held.map(async (server) => server === undefined ? undefined : closed(server)));
    if (held.every((server) => server !== undefined)) return base;
  }
}
