import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem, problemDocument } from '../problems/index.js';
import type { ProblemCode } from '../problems/index.js';
import type { Runtime } from '../runtime.js';
import { always, problemJson } from './send.js';

const codes: Readonly<Record<string, ProblemCode>> = { HPE_HEADER_OVERFLOW: 'headers-too-large', ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout' };
const reasons: Readonly<Record<number, string>> = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

/** What Node cannot read as HTTP never reaches a route, and gets a problem document all the same: in the hub's own language, since no header was understood. */
export function refuseBrokenRequests(server: Server, runtime: Pick<Runtime, 'uuid'>): void {
  const underWay = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => underWay.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answering = underWay.get(socket);
    // Half an answer must not be continued with another one.
    if (error.code === 'ECONNRESET' || !socket.writable || (answering !== undefined && answering.headersSent && !answering.writableFinished)) {
      socket.destroy();
      return;
    }
    const requestId = runtime.uuid();
    const problem = Problem.of(codes[error.code ?? ''] ?? 'http-invalid');
    const body = JSON.stringify(problemDocument(problem, 'zh-CN', requestId));
    const headers = { ...always, 'Content-Type': problemJson, 'Content-Length': Buffer.byteLength(body), 'Content-Language': 'zh-CN', 'X-Request-Id': requestId, Connection: 'close' };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${problem.status} ${reasons[problem.status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
  });
}
