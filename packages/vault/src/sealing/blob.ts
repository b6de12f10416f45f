import type { SealedBlob, SealedClass } from '@guitu/contracts';
import type { JsonValue } from '../json-value.js';
import type { SealItem, Sealed } from '../port.js';
import { VaultError } from '../vault-error.js';
import type { DerivedKeys } from '../keys/derived-keys.js';
import { algorithm, currentAlgorithm } from './algorithms.js';
import { padded, paddingStep, unpadded } from './padding.js';
import type { Random } from './random.js';

/** Where a blob belongs. It opens nowhere else: the place is the associated data of the cipher. */
export interface Place {
  readonly eventId: string;
  readonly personId: string;
  readonly dataClass: SealedClass;
}

// The bar separates the parts of the associated data, so no part may hold one.
const plainId = /^[A-Za-z0-9._:-]{1,128}$/u;

/** Refuses ids that could make the associated data of two places equal. */
export function checkId(id: string): void {
  if (!plainId.test(id)) throw new VaultError('invalid-value', 'an id may hold letters, digits, dot, colon, dash and underscore, at most 128 of them');
}

export function checkSealItem(item: SealItem): void {
  checkId(item.personId);
  checkId(item.eventId);
  if (item.dataClass === 'statistical' && !(Number.isInteger(item.year) && item.year >= 1900 && item.year <= 2999))
    throw new VaultError('invalid-value', 'the year of an event lies between 1900 and 2999');
}

/** Seals one value as JSON. Throws `invalid-value` for what JSON cannot say. */
export function sealBlob(place: Place, value: JsonValue, keys: DerivedKeys, random: Random): Sealed {
  const cipher = registered(currentAlgorithm);
  const plaintext = padded(textOf(value));
  const nonce = random.bytes(cipher.nonceBytes);
  const sealed = cipher.seal(keys.key(place.dataClass), nonce, plaintext, associatedData(place));
  plaintext.fill(0);
  return { v: 1, alg: currentAlgorithm, kid: keys.kid, nonce: nonce.toString('base64url'), ct: sealed.toString('base64url') };
}

/** The value, or undefined if anything about the blob or its place is not as it was sealed. Throws `unknown-algorithm`. */
export function openBlob(place: Place, sealed: SealedBlob, keys: DerivedKeys): { readonly value: JsonValue } | undefined {
  const cipher = registered(sealed.alg);
  if (sealed.v !== 1 || sealed.kid !== keys.kid) return undefined;
  const nonce = decoded(sealed.nonce);
  const bytes = decoded(sealed.ct);
  if (nonce?.length !== cipher.nonceBytes || bytes === undefined || (bytes.length - cipher.tagBytes) % paddingStep !== 0) return undefined;
  const plaintext = cipher.open(keys.key(place.dataClass), nonce, bytes, associatedData(place));
  const content = plaintext && unpadded(plaintext);
  if (plaintext === undefined || content === undefined) return undefined;
  try {
    return { value: JSON.parse(content.toString('utf8')) as JsonValue };
  } catch {
    return undefined;
  } finally {
    plaintext.fill(0);
  }
}

function associatedData(place: Place): Buffer {
  return Buffer.from(`guitu-seal/1|${place.eventId}|${place.personId}|${place.dataClass}`);
}

function registered(name: string) {
  const cipher = algorithm(name);
  if (cipher === undefined) throw new VaultError('unknown-algorithm', 'a blob was sealed with an algorithm that this version does not have');
  return cipher;
}

/** JSON text of a value. Throws `invalid-value`, without a cause on purpose: the messages of JSON.stringify name members of the value. */
export function textOf(value: JsonValue): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    text = undefined;
  }
  if (text === undefined) throw new VaultError('invalid-value', 'only what JSON can say can be sealed');
  return text;
}

// Node ignores stray characters and spare bits; two spellings of one blob would let it be changed unseen.
function decoded(text: string): Buffer | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
