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

/** The first of as many free ports in a row as a hub takes, for tests in which addresses must be known before the hub starts. */
export async function freePortBase(ports = 9): Promise<number> {
  for (;;) {
    const first = await listening(0);
    const address = first?.address();
    const base = typeof address === 'object' && address !== null ? address.port : 0;
    const rest = await Promise.all(Array.from({ length: ports - 1 }, (_, index) => (base + ports > 65_535 ? Promise.resolve(undefined) : listening(base + index + 1))));
    const held = [first, ...rest];
    await Promise.all(held.map(async (server) => server === undefined ? undefined : closed(server)));
    if (base > 0 && held.every((server) => server !== undefined)) return base;
  }
}
