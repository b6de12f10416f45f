import type { Service } from '@guitu/service-kit';

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown>;
}

type Listener = (chunk?: Buffer) => void;

/** As much of Node's message as a service reads. The body comes when somebody listens for its end, as from a socket that has it already. */
function messageOf({ method, url, headers, body }: Request): object {
  const listeners = new Map<string, Listener>();
  return {
    method, url, headers, socket: { remoteAddress: '127.0.0.1' },
    on(event: string, listener: Listener) {
      listeners.set(event, listener);
      if (event === 'end') {
        queueMicrotask(() => {
          if (body !== undefined) listeners.get('data')?.(body);
          listeners.get('end')?.();
        });
      }
    },
    off(event: string) {
      listeners.delete(event);
    },
  };
}

/** A request enters a service and its answer comes back, through everything that the service does with it but the socket. */
export function exchange(service: Service, request: Request): Promise<Answer> {
  return new Promise((resolve) => {
    let status = 0;
    let headers: Record<string, string> = {};
    const response = {
      headersSent: false,
      destroyed: false,
      writeHead(code: number, fields: Record<string, string>) {
        status = code;
        headers = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), String(value)]));
        response.headersSent = true;
      },
      end(text?: string | Uint8Array) {
        const body = typeof text === 'string' ? text : Buffer.from(text ?? '').toString('utf8');
        resolve({ status, headers, body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>) });
      },
    };
    service.handle(messageOf(request) as never, response as never);
  });
}
