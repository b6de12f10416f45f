import type { IncomingMessage } from 'node:http';
import { readBody } from '@guitu/service-kit';
import type { Client, ClientRegister } from './client-register.js';

/** RFC 6749, 5.2. */
export type TokenError = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope' | 'invalid_target';

export interface Grant {
  readonly client: Client;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
}
export type TokenRequest = { readonly ok: true; readonly grant: Grant } | { readonly ok: false; readonly error: TokenError; readonly description: string; readonly byHeader?: boolean };

const refuse = (error: TokenError, description: string): TokenRequest => ({ ok: false, error, description });

/** client_secret_basic: both halves are form-encoded before they are joined (RFC 6749, 2.3.1). */
function basicCredentials(header: string): readonly [string, string] | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,2000})$/iu.exec(header)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  try {
    const decode = (part: string): string => decodeURIComponent(part.replaceAll('+', ' '));
    return [decode(text.slice(0, colon)), decode(text.slice(colon + 1))];
  } catch {
    return undefined;
  }
}

/** What is asked for, if it is allowed; what is usual, if nothing is asked for. */
function narrowed(asked: string | null, allowed: readonly string[], usual = allowed): readonly string[] | undefined {
  const words = (asked ?? '').split(' ').filter((text) => text !== '');
  if (words.length === 0) return usual;
  return words.every((text) => allowed.includes(text)) ? [...new Set(words)] : undefined;
}

/** Reads a client credentials request (RFC 6749, 4.4; `audience` or RFC 8707 `resource` narrows the services). */
export async function readTokenRequest(message: IncomingMessage, clients: ClientRegister): Promise<TokenRequest> {
  const body = await readBody(message);
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/iu.test(message.headers['content-type'] ?? '')) return refuse('invalid_request', 'Send application/x-www-form-urlencoded.');
  const form = new URLSearchParams(body.toString('utf8'));
  if (['grant_type', 'client_id', 'client_secret', 'scope', 'audience'].some((name) => form.getAll(name).length > 1)) return refuse('invalid_request', 'A parameter is repeated.');

  const { authorization } = message.headers;
  const posted = form.get('client_secret');
  if (authorization !== undefined && posted !== null) return refuse('invalid_request', 'Send the secret in the header or in the form, not in both.');
  const [id, secret] = authorization === undefined ? [form.get('client_id') ?? '', posted ?? ''] : (basicCredentials(authorization) ?? ['', '']);
  const client = clients.authenticate(id, secret);
  if (client === undefined) return { ok: false, error: 'invalid_client', description: 'No such client, or a wrong secret.', byHeader: authorization !== undefined };

  const grantType = form.get('grant_type');
  if (grantType === null) return refuse('invalid_request', 'grant_type is missing; send client_credentials.');
  if (grantType !== 'client_credentials') return refuse('unsupported_grant_type', 'Only client_credentials.');
  // What takes a supervisor is asked for by name: a token for the day's work does not carry it along.
  const usual = client.scopes.filter((scope) => scope !== 'supervisor');
  const scopes = narrowed(form.get('scope'), client.scopes, usual);
  if (scopes === undefined) return refuse('invalid_scope', 'The client may not have that scope.');
  const audiences = narrowed(form.get('audience') ?? form.getAll('resource').join(' '), client.audiences);
  if (audiences === undefined) return refuse('invalid_target', 'The client may not have tokens for that audience.');
  return { ok: true, grant: { client, scopes, audiences } };
}
