import { Agent, request } from 'node:http';
import type { ClientRequest, OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  /** Empty where the answer is no JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
}
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** The other side closed a kept connection as idle in the moment in which it was written on: nobody has read the request (RFC 9112, 9.3.1). */
const nobodyListened = (outgoing: ClientRequest, error: NodeJS.ErrnoException): boolean => outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

/** Sends what no honest client would. The path goes out exactly as it stands in the URL. */
export function send(sent: Sent): Promise<Answer> {
  const { method, url, headers = {}, body } = sent;
  const [, host = '', port = '', path = '/'] = /^http:\/\/([^:/]+):(\d+)(.*)$/su.exec(url) ?? [];
  return new Promise((resolve, reject) => {
    const length = body === undefined || headers['transfer-encoding'] !== undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request({ agent, host, port, method, path: path === '' ? '/' : path, headers: { ...length, ...headers } }, (message) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('error', reject);
      message.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const read = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
        resolve({ status: message.statusCode ?? 0, headers: read, text, body: parsed(text) });
      });
    });
    // Told with where it was sent, because all that Node says is "socket hang up".
    outgoing.on('error', (cause) => (nobodyListened(outgoing, cause) ? resolve(send(sent)) : reject(new Error(`${method} ${url}: ${cause.message}`, { cause }))));
    outgoing.end(body);
  });
}

/** Writes bytes to the socket and reads until the server closes or says nothing more for a second. */
export function sendRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    const finish = (): void => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString());
    };
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      // One answer is enough; none of those asked for here is chunked.
      const text = Buffer.concat(chunks).toString();
      const [, length] = /content-length: (\d+)\r\n/iu.exec(text) ?? [];
      const end = text.indexOf('\r\n\r\n');
      if (end > 0 && Buffer.byteLength(text.slice(end + 4)) >= Number(length ?? 0)) finish();
    });
    socket.on('close', finish);
    socket.on('error', finish);
    socket.write(bytes);
  });
}

/** Runs work for each item, some at a time, and gives what it found, in the order of the items. */
export async function each<T, R>(items: readonly T[], work: (item: T) => Promise<readonly R[]>, width = 16): Promise<R[]> {
  const found: R[][] = items.map(() => []);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let place = next++; place < items.length; place = next++) found[place] = [...(await work(items[place] as T))];
  };
  await Promise.all(Array.from({ length: width }, worker));
  return found.flat();
}
