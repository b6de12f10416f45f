import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { JSONWebKeySet, JWK } from 'jose';
import { StartError } from '../start-error.js';

/** What a token says, without `iss`, `iat` and `exp`. */
export interface TokenClaims {
  readonly org: string;
  readonly role: string;
  readonly division: string;
  readonly client_id: string;
  readonly user?: string;
  readonly scope?: string;
  readonly gen?: number;
  readonly service?: string;
  readonly aud: readonly string[];
}

export interface SigningKey {
  /** The public half, for others. */
  readonly jwks: JSONWebKeySet;
  /** A compact JWS. Times in milliseconds of real time. */
  sign(claims: TokenClaims, times: { readonly issuer: string; readonly issuedAt: number; readonly expiresAt: number; readonly id: string }): Promise<string>;
}

async function signingKeyOf(secret: JWK): Promise<SigningKey> {
  const { d: _secret, ...open } = secret;
  const kid = await calculateJwkThumbprint(open);
  const key = await importJWK(secret, 'ES256');
  return {
    jwks: { keys: [{ ...open, kid, alg: 'ES256', use: 'sig' }] },
    sign: ({ aud, ...claims }, { issuer, issuedAt, expiresAt, id }) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' })
        .setIssuer(issuer)
        .setSubject(claims.client_id)
        .setAudience([...aud])
        .setIssuedAt(Math.floor(issuedAt / 1_000))
        .setExpirationTime(Math.floor(expiresAt / 1_000))
        .setJti(id)
        .sign(key),
  };
}

async function newSecret(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return exportJWK(privateKey);
}

/** A key that lives as long as the process. */
export async function temporarySigningKey(): Promise<SigningKey> {
  return signingKeyOf(await newSecret());
}

/** The key in this file, which the first start makes, readable by its owner alone. Tokens stay valid over a restart. */
export async function loadSigningKey(file: string): Promise<SigningKey> {
  let text: string | undefined;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw new StartError(`The signing key ${file} cannot be read. Give its owner, the user of this process, the right to read it.`, { cause });
  }
  if (text === undefined) {
    const secret = await newSecret();
    await keep(file, JSON.stringify(secret));
    return signingKeyOf(secret);
  }
  try {
    return await signingKeyOf(JSON.parse(text) as JWK);
  } catch (cause) {
    throw new StartError(`The signing key ${file} is damaged. Restore it, or delete it: a new one is made, and clients fetch new tokens.`, { cause });
  }
}

/** Written beside and renamed, so that a crash leaves either no key or a whole one. */
async function keep(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}
