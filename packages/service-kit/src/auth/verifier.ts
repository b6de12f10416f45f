import { hash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { audienceOf } from '../config.js';
import { Problem } from '../problems/index.js';
import type { ProblemCode } from '../problems/index.js';
import type { Runtime } from '../runtime.js';
import type { Caller } from './caller.js';
import { claimsSchema } from './caller.js';
import type { KeySource } from './key-source.js';
import { isFaultOfToken } from './key-source.js';

export interface VerifierOptions {
  readonly service: string;
  readonly issuer: string;
  readonly keys: KeySource;
  readonly runtime: Pick<Runtime, 'realNow'>;
  /** Asked at every request: true for a caller whose token must not be taken any more, however good it was. */
  readonly refuses?: (caller: Caller) => boolean;
  /** Tokens that are remembered; 10,000 when absent. */
  readonly remembered?: number;
}

export interface Verifier {
  /** The caller behind an `Authorization` header. A token seen before answers at once. Rejects with a 401 problem, or 503 while the keys are away. */
  verify(authorization: string | undefined): Caller | Promise<Caller>;
  /** Whether that is a token whose signature was verified before. */
  knows(authorization: string | undefined): boolean;
}

interface Remembered {
  readonly caller: Caller;
  readonly expiresAt: number;
}

const tokenIn = (authorization: string | undefined): string | undefined => (authorization === undefined ? undefined : /^Bearer ([\w.~+/=-]{1,8192})$/iu.exec(authorization)?.[1]);
const idOf = (token: string): string => hash('sha256', token, 'base64');

const challenge = (error?: string) => ({ 'WWW-Authenticate': `Bearer realm="guitu"${error === undefined ? '' : `, error="${error}"`}` });
const refuse = (code: ProblemCode, cause?: unknown): Problem => Problem.of(code, { headers: challenge(code === 'token-missing' ? undefined : 'invalid_token'), ...(cause === undefined ? {} : { cause }) });

function refusalOf(error: unknown): Problem {
  if (error instanceof errors.JWTExpired) return refuse('token-expired', error);
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return refuse('token-wrong-audience', error);
  if (isFaultOfToken(error)) return refuse('token-invalid', error);
  return Problem.of('keys-unavailable', { headers: { 'Retry-After': '5' }, cause: error });
}

/**
 * Verifies a token once and remembers the outcome under its hash, never beyond its expiry, so that the signature costs nothing on later requests.
 * Least recently used tokens are forgotten first. Real time, never the business clock.
 */
export function createVerifier({ service, issuer, keys, runtime, refuses = () => false, remembered = 10_000 }: VerifierOptions): Verifier {
  const known = new Map<string, Remembered>();

  function remember(id: string, entry: Remembered): void {
    if (known.size >= remembered) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(id, entry);
  }

  async function verifyNew(token: string, id: string): Promise<Caller> {
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience: audienceOf(service), algorithms: ['ES256', 'EdDSA'], requiredClaims: ['exp'], currentDate: new Date(runtime.realNow()) });
      const claims = claimsSchema.safeParse(payload);
      if (!claims.success || payload.exp === undefined) throw refuse('token-invalid');
      if (refuses(claims.data)) throw refuse('token-invalid');
      remember(id, { caller: claims.data, expiresAt: payload.exp * 1_000 });
      return claims.data;
    } catch (error) {
      throw error instanceof Problem ? error : refusalOf(error);
    }
  }

  return {
    knows(authorization) {
      const token = tokenIn(authorization);
      return token !== undefined && known.has(idOf(token));
    },
    verify(authorization) {
      const token = tokenIn(authorization);
      if (token === undefined) throw refuse((authorization ?? '') === '' ? 'token-missing' : 'token-invalid');
      const id = idOf(token);
      const entry = known.get(id);
      if (entry === undefined) return verifyNew(token, id);
      known.delete(id);
      if (entry.expiresAt <= runtime.realNow()) throw refuse('token-expired');
      if (refuses(entry.caller)) throw refuse('token-invalid');
      known.set(id, entry);
      return entry.caller;
    },
  };
}
