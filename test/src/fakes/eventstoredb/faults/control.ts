import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Log } from '../log/open-log.js';
import { writeStatistics } from '../log/system-events.js';
import { Fault } from './fault.js';
import type { Faults } from './faults.js';
import type { OpenStreams } from './open-streams.js';

/** What `GET /status` answers. */
export interface ControlStatus {
  readonly subscriptions: number;
  /** Open calls of batch append, one for each client that appends so. */
  readonly appendCalls: number;
  /** Still to come. */
  readonly faults: readonly Fault[];
}

const Statistics = z.strictObject({ count: z.int().positive().max(100_000) });

export interface Controlled {
  readonly log: Log;
  readonly faults: Faults;
  readonly streams: OpenStreams;
}

/**
 * The way to break the server, over HTTP on loopback: `POST /faults` with a fault, `DELETE /faults`, `GET /status`,
 * and `POST /statistics` with `{count}` for system events. Answers when it is done. Returns its address and what ends it.
 */
export async function startControl(controlled: Controlled, host: string): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    act(controlled, request).then(
      (answer) => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)),
      (error: unknown) => response.writeHead(400).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { url: `http://${host}:${(server.address() as AddressInfo).port}`, close: () => void server.close().closeAllConnections() };
}

async function act({ log, faults, streams }: Controlled, request: IncomingMessage): Promise<unknown> {
  const body = async (): Promise<unknown> => JSON.parse(await text(request));
  switch (`${request.method} ${request.url}`) {
    case 'POST /faults':
      return begin(Fault.parse(await body()), faults, streams);
    case 'DELETE /faults':
      return faults.clear();
    case 'GET /status':
      return { subscriptions: streams.subscribers.size, appendCalls: streams.appendCalls.size, faults: faults.list() } satisfies ControlStatus;
    case 'POST /statistics':
      return writeStatistics(log, Statistics.parse(await body()).count);
    default:
      throw new Error(`the control has no ${request.method} ${request.url}`);
  }
}

function begin(fault: Fault, faults: Faults, streams: OpenStreams): void {
  if (fault.kind === 'drop') streams.dropAfter(fault.afterEvents, fault.as);
  else if (fault.kind === 'impossible-checkpoint') streams.sendImpossibleCheckpoint();
  else faults.set(fault);
}
