import { createLocalJWKSet, createRemoteJWKSet, errors } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';

/** Finds the issuer's public key for the header of a token. */
export type KeySource = JWTVerifyGetKey;

/** Keys of an issuer elsewhere. */
export interface RemoteKeys extends KeySource {
  /** Fetches them now; rejects while the issuer is away. */
  reload(): Promise<void>;
}

/**
 * Fetched when first needed, and again when a token names an unknown one. New tokens have them looked at anew in the background, at most every 30 s:
 * a key that the issuer withdrew is refused soon, and those that are known serve while the issuer is away.
 */
export function remoteKeys(url: string): RemoteKeys {
  const keys = createRemoteJWKSet(new URL(url), { timeoutDuration: 3_000, cacheMaxAge: Number.POSITIVE_INFINITY });
  const find: KeySource = (header, token) => {
    if (keys.fresh && !keys.coolingDown && !keys.reloading) keys.reload().catch(() => undefined);
    return keys(header, token);
  };
  return Object.assign(find, { reload: () => keys.reload() });
}

/** Keys of an issuer in this process. */
export const localKeys = (keys: JSONWebKeySet): KeySource => createLocalJWKSet(keys);

/** True where the token is at fault; false where its keys could not be had. */
export function isFaultOfToken(error: unknown): boolean {
  return error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && !(error instanceof errors.JWKSInvalid) && error.code !== 'ERR_JOSE_GENERIC';
}
