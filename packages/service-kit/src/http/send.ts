import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/**
 * On every answer: it is personal data or close to it, it is no page, nobody keeps it, and no page of another origin may frame it, embed it or hold on to its window.
 * `Strict-Transport-Security` is the business of whoever speaks TLS in front of the hub: it holds for every port of a host (decision 0069).
 */
export const always = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
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

/** One JSON value to a line, as they come; at the pace of whoever reads. Work that is under way goes on when the reader has gone: the iterable is read to its end. */
export async function sendLines(response: ServerResponse, lines: AsyncIterable<unknown>, headers: Readonly<Record<string, string>>): Promise<void> {
  response.writeHead(200, { ...always, 'Content-Type': ndjson, ...headers });
  response.flushHeaders(); // The reader learns at once that the work has begun.
  for await (const line of lines) {
    if (response.destroyed) continue;
    if (!response.write(`${JSON.stringify(line)}\n`)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}

export const ndjson = 'application/x-ndjson; charset=utf-8';
export const json = 'application/json; charset=utf-8';
export const problemJson = 'application/problem+json; charset=utf-8';
