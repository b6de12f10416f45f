import { traceIdOf } from '@guitu/service-kit';
import type { Logger, RawEndpoint, Reply, Runtime, SigningKey } from '@guitu/service-kit';
import type { ClientRegister } from './client-register.js';
import { allowed, preflight } from './cross-origin.js';
import { readTokenRequest } from './token-request.js';
import type { Grant, TokenError } from './token-request.js';

const TOKEN_SECONDS = 3_600;

export interface IssuerOptions {
  /** `iss` of the tokens, and the address of the issuer. */
  readonly issuer: string;
  readonly key: SigningKey;
  readonly clients: ClientRegister;
  /** Origins whose pages may ask for tokens: those of the hub's own services, which show `/docs`. None when absent. */
  readonly origins?: ReadonlySet<string>;
  readonly runtime: Pick<Runtime, 'realNow' | 'uuid'>;
  readonly logger: Logger;
}

// RFC 6749, 5.1: neither HTTP/1.1 nor HTTP/1.0 caches may keep a token.
const unkept = { Pragma: 'no-cache' };

function refusal(error: TokenError, description: string, byHeader: boolean): Reply {
  const denied = error === 'invalid_client';
  return { status: denied ? 401 : 400, body: { error, error_description: description }, headers: { ...unkept, ...(denied && byHeader ? { 'WWW-Authenticate': 'Basic realm="guitu"' } : {}) } };
}

/** The token issuer that comes with the hub: client credentials only. Any OpenID provider can stand in its place. */
export function issuerEndpoints({ issuer, key, clients, origins = new Set(), runtime, logger }: IssuerOptions): readonly RawEndpoint[] {
  const base = issuer.replace(/\/$/u, '');
  const jwks = JSON.stringify(key.jwks);
  const configuration = JSON.stringify({
    issuer,
    token_endpoint: `${base}/oauth/token`,
    jwks_uri: `${base}/.well-known/jwks.json`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    response_types_supported: [],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    scopes_supported: ['supervisor', 'sample-clock'],
  });

  async function issue({ client, scopes, audiences }: Grant): Promise<Reply> {
    const now = runtime.realNow();
    const token = await key.sign(
      {
        org: client.organisation, role: client.role, division: client.division, client_id: client.id, aud: audiences,
        ...(client.generation === undefined ? {} : { gen: client.generation }),
        ...(client.user === undefined ? {} : { user: client.user }),
        ...(client.service === undefined ? {} : { service: client.service }),
        ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
      },
      { issuer, issuedAt: now, expiresAt: now + TOKEN_SECONDS * 1_000, id: runtime.uuid() },
    );
    return { body: { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: scopes.join(' ') }, headers: unkept };
  }

  return [
    {
      method: 'POST',
      path: '/oauth/token',
      name: 'token',
      handler: async ({ message, requestId, traceparent, limits }) => {
        if (limits.strangerMustWait(message)) throw limits.strangersProblem(message);
        const request = await readTokenRequest(message, clients);
        if (!request.ok && request.error === 'invalid_client') {
          limits.strangerFailed(message);
          logger.warn('a client was refused a token', { requestId, traceId: traceIdOf(traceparent) });
        }
        const reply = request.ok ? await issue(request.grant) : refusal(request.error, request.description, request.byHeader ?? false);
        return { ...reply, headers: { ...reply.headers, ...allowed(message, origins) } };
      },
    },
    { method: 'OPTIONS', path: '/oauth/token', name: 'token-preflight', handler: ({ message }) => Promise.resolve({ status: 204, body: '', headers: preflight(message, origins) }) },
    { method: 'GET', path: '/.well-known/jwks.json', name: 'jwks', handler: () => Promise.resolve({ body: jwks }) },
    { method: 'GET', path: '/.well-known/openid-configuration', name: 'openid-configuration', handler: () => Promise.resolve({ body: configuration }) },
  ];
}
