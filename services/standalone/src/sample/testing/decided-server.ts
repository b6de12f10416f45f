import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BaseUrls } from '@guitu/client';
import type { DecidedHub } from './decided-hub.js';

export interface Request {
  readonly organisation: string;
  readonly path: string;
  readonly now: string;
}
export interface DecidedServer {
  readonly baseUrls: BaseUrls;
  /** Commands in the order in which they came. */
  readonly requests: readonly Request[];
  /** Most commands that were under way at one time. */
  busiest(): number;
  close(): Promise<void>;
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The public surface of a hub over HTTP, decided by the rules alone. The token is the organisation's name; `before` may break a request. */
export async function decidedServer(hub: DecidedHub, before: (request: Request) => 'serve' | 'busy' | 'cut' = () => 'serve'): Promise<DecidedServer> {
  const requests: Request[] = [];
  let [open, most] = [0, 0];

  async function answer(message: IncomingMessage): Promise<readonly [status: number, body: unknown]> {
    const body = await textOf(message);
    if (message.url === '/oauth/token') {
      const [id = ''] = Buffer.from((message.headers.authorization ?? '').slice('Basic '.length), 'base64').toString('utf8').split(':');
      return [200, { access_token: id, expires_in: 3_600, token_type: 'Bearer', scope: new URLSearchParams(body).get('scope') }];
    }
    const [, , first = '', second] = (message.url ?? '').split('/');
    const organisation = (message.headers.authorization ?? '').slice('Bearer '.length);
    const now = String(message.headers['guitu-now']);
    requests.push({ organisation, path: message.url ?? '', now });
    await new Promise((resolve) => setImmediate(resolve));
    const outcome = hub.send({ organisation, command: second ?? first, ...(second === undefined ? {} : { caseId: first }), body: JSON.parse(body) as unknown, key: String(message.headers['idempotency-key']), now });
    if (outcome.ok) return [second === undefined ? 201 : 200, outcome.answer];
    return [409, { type: 'urn:guitu:refusal', title: outcome.why, status: 409, code: outcome.refusal?.code ?? 'invalid-request' }];
  }

  const server = createServer((message, response) => {
    const how = message.url === '/oauth/token' ? 'serve' : before({ organisation: '', path: message.url ?? '', now: '' });
    if (how === 'cut') {
      message.socket.destroy();
      return;
    }
    open += 1;
    most = Math.max(most, open);
    const served = how === 'busy' ? Promise.resolve([503, { type: 'urn:guitu:problem:store-unavailable', title: 'away', status: 503, code: 'store-unavailable' }] as const) : answer(message);
    served.then(
      ([status, body]) => {
        open -= 1;
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      },
      () => message.socket.destroy(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrls: { issuer: url, police: url, hospital: url, station: url, 'elder-care': url, 'civil-affairs': url, audit: url },
    requests,
    busiest: () => most,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
