import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { VaultError } from '../vault-error.js';

export interface ExchangeOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly connections: number;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** What is sent, by its method, path and headers. */
interface Sending {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; a GET where there is none. */
  readonly body?: string;
}

/** Requests over connections that stay open. Rejects with `vault-unavailable` alone: nobody there, no answer in time, or one that broke off. */
export interface Exchange {
  send(sending: Sending): Promise<Reply>;
  close(): void;
}

/** An answer is about as long as its question. */
const mostBytes = 16 * 1_024 * 1_024;

/** The other side closed a connection that it had kept open, as it may at any time, when the request was on its way already. */
class StaleConnection extends Error {}

const away = (message: string, cause?: unknown): VaultError => new VaultError('vault-unavailable', message, { cause });

export function httpExchange({ url, timeoutMs, connections }: ExchangeOptions): Exchange {
  const { protocol, hostname, port, pathname } = new URL(url.endsWith('/') ? url : `${url}/`);
  const secure = protocol === 'https:';
  const Agent = secure ? HttpsAgent : HttpAgent;
  const open = secure ? httpsRequest : httpRequest;
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections, scheduling: 'lifo' });

  function once({ path, headers, body }: Sending, fresh: boolean): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const request: ClientRequest = open({
        protocol,
        hostname: hostname.replace(/^\[|\]$/gu, ''), // an address of IPv6 has brackets in a URL alone
        port,
        path: `${pathname}${path}`,
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }) },
        agent: fresh ? false : agent,
      });
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        request.destroy();
      }, timeoutMs);
      const fail = (error: NodeJS.ErrnoException): void => {
        clearTimeout(timer);
        if (late) reject(away(`the vault did not answer within ${timeoutMs} ms`));
        else if (request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) reject(new StaleConnection());
        else reject(away(`the vault cannot be reached (${error.code ?? error.name})`, error));
      };
      request.on('error', fail);
      request.on('response', (response) => read(response, (reply) => {
        clearTimeout(timer);
        resolve(reply);
      }, fail));
      request.end(body);
    });
  }

  return {
    async send(sending) {
      try {
        return await once(sending, false);
      } catch (error) {
        if (!(error instanceof StaleConnection)) throw error;
        return await once(sending, true);
      }
    },
    close: () => agent.destroy(),
  };
}

function read(response: IncomingMessage, resolve: (reply: Reply) => void, fail: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostBytes) response.destroy(new Error('an answer of the vault is too long'));
    else chunks.push(chunk);
  });
  response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks, size).toString('utf8') }));
  response.on('error', fail);
}
