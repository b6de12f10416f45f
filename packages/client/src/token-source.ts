import { problemOf } from './problem.js';
import type { Transport } from './transport.js';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Services that the token is for, in the issuer's words (`guitu-station`); the issuer's choice when absent. */
  readonly audience?: string;
  /** Scopes asked for, such as `supervisor`. */
  readonly scopes?: readonly string[];
}

export interface TokenSource {
  /** A token with some life left in it. Callers at the same time share one request. */
  token(): Promise<string>;
  /** Forgets a token that a service did not take. */
  drop(token: string): void;
}

/** A token is renewed this long before it ends, so that it does not end on the way. */
const MARGIN_MS = 30_000;
const path = 'POST /oauth/token';

const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

/** Client credentials grant (RFC 6749 4.4); the client authenticates by HTTP Basic, which every issuer must understand (2.3.1). */
export function createTokenSource(tokenUrl: string, credentials: Credentials, transport: Transport, realNow: () => number): TokenSource {
  const url = new URL(tokenUrl);
  const { clientId, clientSecret, audience, scopes = [] } = credentials;
  const authorization = `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64')}`;
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(audience === undefined ? {} : { audience }), ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }) }).toString();
  let held: { readonly token: string; readonly renewAt: number; readonly endsAt: number } | undefined;
  let pending: Promise<string> | undefined;

  async function fetchToken(): Promise<string> {
    const response = await transport({ method: 'POST', url, headers: { Authorization: authorization, 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' }, body: form });
    const answer = parsed(response.body);
    if (response.status !== 200 || typeof answer?.['access_token'] !== 'string') throw problemOf(path, response.status, answer);
    const lifetime = typeof answer['expires_in'] === 'number' ? answer['expires_in'] * 1_000 : 60_000;
    const endsAt = realNow() + lifetime;
    held = { token: answer['access_token'], renewAt: endsAt - Math.min(MARGIN_MS, lifetime / 2), endsAt };
    return held.token;
  }

  return {
    token: async () => {
      const kept = held;
      if (kept !== undefined && realNow() < kept.renewAt) return kept.token;
      pending ??= fetchToken().finally(() => {
        pending = undefined;
      });
      try {
        return await pending;
      } catch (error) {
        // While the issuer is away, a token is good to its end.
        if (kept !== undefined && kept === held && realNow() < kept.endsAt) return kept.token;
        throw error;
      }
    },
    drop: (token) => {
      if (held?.token === token) held = undefined;
    },
  };
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
