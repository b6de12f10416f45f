import { Client } from 'undici';

export interface Post {
  /** Origin, such as `http://127.0.0.1:4103`. */
  readonly url: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface Received {
  readonly status: number;
  readonly body: string;
}

/** A hub that is late is measured, not given up. */
const CONNECT_MS = 60_000;

/** One client with one request in flight at a time; it keeps one socket for each origin that it has spoken to. */
export interface Connection {
  post(request: Post): Promise<Received>;
  get(request: Omit<Post, 'body'>): Promise<Received>;
  close(): Promise<void>;
}

/** A server may close an idle socket at the moment of the next request. A command is sent again under its key, as any client does. */
const closedBeforeAnswer = (error: unknown): boolean => error instanceof Error && ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(String(Reflect.get(error, 'code')));

export function openConnection(): Connection {
  const sockets = new Map<string, Client>();
  const socketTo = (url: string): Client => {
    const known = sockets.get(url) ?? new Client(url, { pipelining: 1, connect: { timeout: CONNECT_MS } });
    sockets.set(url, known);
    return known;
  };
  const send = (method: 'GET' | 'POST', { url, path, headers, body }: Omit<Post, 'body'> & { readonly body: string | null }): Promise<Received> =>
    new Promise((resolve, reject) => {
      let status = 0;
      const chunks: Buffer[] = [];
      socketTo(url).dispatch({ method, path, headers: { ...headers }, body }, {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, code) => {
          status = code;
        },
        onResponseData: (_controller, chunk) => {
          chunks.push(chunk);
        },
        onResponseEnd: () => resolve({ status, body: (chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)).toString('utf8') }),
        onResponseError: (_controller, error) => reject(error),
      });
    });
  const again = async (method: 'GET' | 'POST', request: Parameters<typeof send>[1]): Promise<Received> => {
    try {
      return await send(method, request);
    } catch (error) {
      if (!closedBeforeAnswer(error)) throw error;
      return send(method, request);
    }
  };
  return {
    post: (request) => again('POST', request),
    get: (request) => again('GET', { ...request, body: null }),
    close: async () => {
      await Promise.all([...sockets.values()].map((socket) => socket.close()));
    },
  };
}
