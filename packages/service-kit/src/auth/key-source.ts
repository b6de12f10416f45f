import { createLocalJWKSet, createRemoteJWKSet, errors } from 'jose';
import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';

/** Finds the issuer's public key for the header of a token. */
export type KeySource = JWTVerifyGetKey;

/** Keys of an issuer elsewhere; fetched when first needed, again when a token names an unknown one, at most every 30 s. */
export const remoteKeys = (url: string): KeySource => createRemoteJWKSet(new URL(url), { timeoutDuration: 3_000 });

/** Keys of an issuer in this process. */
export const localKeys = (keys: JSONWebKeySet): KeySource => createLocalJWKSet(keys);

/** True where the token is at fault; false where its keys could not be had. */
export function isFaultOfToken(error: unknown): boolean {
  return error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && !(error instanceof errors.JWKSInvalid) && error.code !== 'ERR_JOSE_GENERIC';
}
