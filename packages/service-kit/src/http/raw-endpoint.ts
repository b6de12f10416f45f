import type { IncomingMessage } from 'node:http';
import type { RequestLimits } from '../limits/request-limits.js';
import type { Reply } from './route.js';

/** An answer outside the table of routes: no token, no JSON asked for, in nobody's OpenAPI document. For health, metrics and the token issuer. */
export interface RawEndpoint {
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  readonly path: string;
  /** For logs and metrics. */
  readonly name: string;
  handler(request: RawRequest): Promise<Reply>;
}

export interface RawRequest {
  readonly message: IncomingMessage;
  readonly params: Readonly<Record<string, string>>;
  /** What follows the question mark; empty where nothing does. */
  readonly search: string;
  /** For the log. */
  readonly requestId: string;
  readonly traceparent: string;
  /** For endpoints that check credentials themselves. */
  readonly limits: RequestLimits;
}
