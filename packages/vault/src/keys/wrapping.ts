import type { Algorithm } from '../sealing/algorithms.js';
import { algorithm } from '../sealing/algorithms.js';
import type { Random } from '../sealing/random.js';
import { VaultError } from '../vault-error.js';

export const keyBytes = 32;

/** The algorithm of wrapped keys is part of the format of `keys.db`, and independent of what new blobs are sealed with. */
const name = 'A256GCM';

/** The form in which a key may be stored: nonce, ciphertext, tag; 60 bytes, bound to `label`. */
export function wrap(wrapping: Buffer, label: string, key: Buffer, random: Random): Buffer {
  const cipher = wrapCipher();
  const nonce = random.bytes(cipher.nonceBytes);
  return Buffer.concat([nonce, cipher.seal(wrapping, nonce, key, Buffer.from(label))]);
}

/** The key; throws `vault-corrupt` if it was changed or belongs to another label. */
export function unwrap(wrapping: Buffer, label: string, wrapped: Buffer): Buffer {
  const cipher = wrapCipher();
  const key = cipher.open(wrapping, wrapped.subarray(0, cipher.nonceBytes), wrapped.subarray(cipher.nonceBytes), Buffer.from(label));
  if (key?.length !== keyBytes) throw new VaultError('vault-corrupt', 'a key in keys.db cannot be unwrapped');
  return key;
}

function wrapCipher(): Algorithm {
  const cipher = algorithm(name);
  if (cipher === undefined) throw new VaultError('unknown-algorithm', 'the algorithm of wrapped keys is missing');
  return cipher;
}
