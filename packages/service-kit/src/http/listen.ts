import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../logger.js';
import type { Runtime } from '../runtime.js';
import { StartError } from '../start-error.js';
import { refuseBrokenRequests } from './refuse-broken-requests.js';

export interface RunningService {
  readonly port: number;
  readonly url: string;
  /** Stops accepting, finishes what is under way for at most 4.5 seconds, then cuts what is left. Idempotent. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly name: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logger: Logger;
  readonly runtime: Pick<Runtime, 'sleep' | 'uuid'>;
  readonly onStopping: () => void;
  /** A connection was opened (1) or has ended (-1). */
  readonly onConnection: (change: 1 | -1) => void;
}

/** All services of a process stop at once, and the whole of a stop takes less than ten seconds: after this come projections, traces, log and keys. */
const GRACE_MS = 4_500;

function startErrorOf(error: NodeJS.ErrnoException, { name, host, port }: ListenOptions): Error {
  if (error.code === 'EADDRINUSE') return new StartError(`Port ${port} is in use, so the service "${name}" cannot start. Stop the other program, or set GUITU_PORT_BASE to another number.`, { cause: error });
  if (error.code === 'EACCES') return new StartError(`Port ${port} may not be opened by this user, so the service "${name}" cannot start. Set GUITU_PORT_BASE to 1024 or above.`, { cause: error });
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return new StartError(`This machine has no address ${host}, so the service "${name}" cannot start. Correct GUITU_HOST.`, { cause: error });
  return error;
}

export async function listen(handler: RequestListener, options: ListenOptions): Promise<RunningService> {
  const { host, port, logger, runtime, onStopping, onConnection } = options;
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384, requireHostHeader: false, noDelay: true }, handler);
  refuseBrokenRequests(server, runtime);
  // What a client expects beside 100-continue may be ignored (RFC 9110, 10.1.1); Node would refuse it with none of our headers.
  server.on('checkExpectation', handler);
  server.on('connection', (socket) => {
    onConnection(1);
    socket.once('close', () => onConnection(-1));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(startErrorOf(error, options)));
    server.listen({ host, port }, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  logger.info('listening', { port: bound });

  async function stop(): Promise<void> {
    onStopping();
    const finished = new AbortController();
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        finished.abort();
        resolve();
      });
    });
    server.closeIdleConnections();
    await Promise.race([closed, runtime.sleep(GRACE_MS, finished.signal)]);
    server.closeAllConnections();
    await closed;
    logger.info('stopped', { port: bound });
    logger.flush();
  }

  let stopping: Promise<void> | undefined;
  return { port: bound, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close: () => (stopping ??= stop()) };
}
