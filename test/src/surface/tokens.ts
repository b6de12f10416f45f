import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, sign as signBytes } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { Role } from '@guitu/contracts';
import { divisionOf, near } from './organisations.js';

export interface Key {
  readonly secret: KeyObject;
  readonly kid: string;
}
export const keyOf = (jwk: JsonWebKey, kid: string): Key => ({ secret: createPrivateKey({ key: jwk, format: 'jwk' }), kid });
export const strangeKey = (kid: string): Key => ({ secret: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, kid });

type Json = Record<string, unknown>;
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWS of whatever the test likes. */
export function jws(key: Key, claims: Json, header: Json = {}): string {
  const text = `${encoded({ alg: 'ES256', kid: key.kid, typ: 'at+jwt', ...header })}.${encoded(claims)}`;
  return `${text}.${signBytes('sha256', Buffer.from(text), { key: key.secret, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/** Seconds since 1970, by the machine. */
export const seconds = (): number => Math.floor(Date.now() / 1_000);

export const claimsFor = (service: string, role: Role, organisation = near(role), more: Json = {}): Json => ({
  iss: 'http://issuer.test', sub: 'c', aud: [`guitu-${service}`], iat: seconds() - 5, exp: seconds() + 3_600, jti: randomUUID(),
  org: organisation, role, division: divisionOf(organisation), client_id: `${organisation}-client`, ...more,
});

/** Tokens that must open nothing, by what is wrong with them; each would be good but for that. */
export function badTokens(key: Key, service: string, role: Role): Readonly<Record<string, string>> {
  const good = claimsFor(service, role);
  const without = (name: string): Json => Object.fromEntries(Object.entries(good).filter(([member]) => member !== name));
  const [head = '', body = '', signature = ''] = jws(key, good).split('.');
  const publicKey = createPublicKey(key.secret);
  const hmac = (secret: string | Buffer, header: Json = {}): string => {
    const text = `${encoded({ alg: 'HS256', kid: key.kid, ...header })}.${encoded(good)}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  };
  const stranger = strangeKey(key.kid);
  const strangeJwk = createPublicKey(stranger.secret).export({ format: 'jwk' });
  return {
    'no JWT': 'garbage',
    'three words': 'a.b.c',
    'dots': '..',
    'a signature cut short': `${head}.${body}.${signature.slice(0, -4)}`,
    'a signature of zeros': `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`,
    'no signature': `${head}.${body}.`,
    'claims changed after signing': `${head}.${encoded({ ...good, client_id: 'another' })}.${signature}`,
    'alg none': `${encoded({ alg: 'none' })}.${body}.`,
    'alg None': `${encoded({ alg: 'None', kid: key.kid })}.${body}.${signature}`,
    'HS256 with the public key as PEM': hmac(publicKey.export({ type: 'spki', format: 'pem' }) as string),
    'HS256 with the public key as DER': hmac(publicKey.export({ type: 'spki', format: 'der' })),
    'HS256 with the public key as JWK': hmac(JSON.stringify(publicKey.export({ format: 'jwk' }))),
    'HS256 with an empty secret': hmac('', { kid: '/dev/null' }),
    'a key of a stranger under our kid': jws(stranger, good),
    'a key of a stranger that it brings along': jws(stranger, good, { jwk: strangeJwk }),
    'a key at an address that it names': jws(stranger, good, { jku: 'http://127.0.0.1:9/jwks', x5u: 'http://127.0.0.1:9/x' }),
    'a kid that is a path': jws(stranger, good, { kid: '../../../../dev/null' }),
    'a kid that is no text': jws(stranger, good, { kid: { toString: 'x' } }),
    'a kid of every object': jws(stranger, good, { kid: '__proto__' }),
    'a kid that is a query': jws(stranger, good, { kid: "' or 1=1 --" }),
    'a critical header that nobody knows': jws(key, good, { crit: ['exp2'], exp2: 1 }),
    'an unencoded payload': jws(key, good, { b64: false, crit: ['b64'] }),
    'another issuer': jws(key, { ...good, iss: 'http://issuer.test.evil' }),
    'no issuer': jws(key, without('iss')),
    'the audience of another service': jws(key, { ...good, aud: ['guitu-nobody'] }),
    'an audience that begins like ours': jws(key, { ...good, aud: `guitu-${service}-2` }),
    'no audience': jws(key, without('aud')),
    'expired': jws(key, { ...good, exp: seconds() - 1 }),
    'no expiry': jws(key, without('exp')),
    'an expiry that is text': jws(key, { ...good, exp: '9999999999' }),
    'not valid yet': jws(key, { ...good, nbf: seconds() + 3_600 }),
    'no role': jws(key, without('role')),
    'a role that does not exist': jws(key, { ...good, role: 'mayor' }),
    'two roles': jws(key, { ...good, role: [role, 'audit'] }),
    'no organisation': jws(key, without('org')),
    'an organisation that is no id': jws(key, { ...good, org: '../x' }),
    'no client': jws(key, without('client_id')),
    'claims that are a list': jws(key, [good] as unknown as Json),
  };
}
