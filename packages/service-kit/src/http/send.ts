import type { ServerResponse } from 'node:http';

/** On every answer: it is personal data or close to it, it is no page, and nobody keeps it. */
export const always = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export function send(response: ServerResponse, { status, contentType, body, headers }: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  const bare = status === 204 || status === 304;
  response.writeHead(status, { ...always, ...(bare ? {} : { 'Content-Type': contentType, 'Content-Length': length }), ...headers });
  response.end(bare ? undefined : body);
}

export const json = 'application/json; charset=utf-8';
export const problemJson = 'application/problem+json; charset=utf-8';
