import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { StartError } from '../start-error.js';
import type { SocketPlace } from './socket-path.js';

/** Makes the folder, or refuses one that somebody else made first: the folder is what keeps others from the socket. */
function ownFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== process.getuid())) {
    throw new StartError(`The socket folder ${folder} belongs to somebody else. Remove it.`);
  }
  chmodSync(folder, 0o700);
}

/**
 * Listens on a Unix socket that its owner alone can open. Whoever calls holds the lock of the data directory or the port of the service, so a socket
 * that is there already was left by a process that was killed.
 */
export async function listenOnSocket(handler: RequestListener, { folder, path }: SocketPlace): Promise<{ close(): Promise<void> }> {
  ownFolder(folder);
  rmSync(path, { force: true });
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
