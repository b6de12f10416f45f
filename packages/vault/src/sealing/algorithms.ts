import { createCipheriv, createDecipheriv } from 'node:crypto';

/** A cipher that detects every change, of the content and of the associated data. Keys are always 32 bytes; one that needs fewer takes the first. */
export interface Algorithm {
  readonly nonceBytes: number;
  readonly tagBytes: number;
  /** Ciphertext followed by the tag. */
  seal(key: Buffer, nonce: Buffer, plaintext: Buffer, associatedData: Buffer): Buffer;
  /** Undefined if key, nonce, ciphertext or associated data is not what was sealed. */
  open(key: Buffer, nonce: Buffer, sealed: Buffer, associatedData: Buffer): Buffer | undefined;
}

const tagBytes = 16;

const aes256Gcm: Algorithm = {
  nonceBytes: 12,
  tagBytes,
  seal(key, nonce, plaintext, associatedData) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    cipher.setAAD(associatedData);
    const body = cipher.update(plaintext);
    cipher.final();
    return Buffer.concat([body, cipher.getAuthTag()]);
  },
  open(key, nonce, sealed, associatedData) {
    const end = sealed.length - tagBytes;
    if (end < 0) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(associatedData);
    decipher.setAuthTag(sealed.subarray(end));
    const plaintext = decipher.update(sealed.subarray(0, end));
    try {
      decipher.final();
    } catch {
      plaintext.fill(0);
      return undefined;
    }
    return plaintext;
  },
};

/** By the name that a blob carries (RFC 7518, 5.3). SM4-GCM (GB/T 32907, GB/T 36624) becomes one more member; old blobs stay readable. */
const algorithms = { A256GCM: aes256Gcm } as const satisfies Record<string, Algorithm>;

export type AlgorithmName = keyof typeof algorithms;

/** What new blobs are sealed with. */
export const currentAlgorithm: AlgorithmName = 'A256GCM';

export function algorithm(name: string): Algorithm | undefined {
  return Object.hasOwn(algorithms, name) ? algorithms[name as AlgorithmName] : undefined;
}
