import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { serve } from '../processes/serve.js';

export interface CipherRun {
  /** Bytes of plaintext. */
  readonly size: number;
  readonly times: number;
}

// The least that sealing can do: AES-256-GCM of the same bytes under a key at hand; for a fingerprint, one HMAC.
serve(async () => {
  const key = randomBytes(32);
  const nonces = randomBytes(12 * 4_096);
  /** Microseconds of each of so many. */
  function each(times: number, act: (turn: number) => void): number {
    const begun = performance.now();
    for (let turn = 0; turn < times; turn += 1) act(turn);
    return ((performance.now() - begun) / times) * 1_000;
  }
  const nonceOf = (turn: number): Buffer => nonces.subarray((turn % 4_096) * 12, (turn % 4_096) * 12 + 12);
  return {
    seal: ({ size, times }: CipherRun): number => {
      const plain = Buffer.alloc(size, 'x');
      return each(times, (turn) => {
        const cipher = createCipheriv('aes-256-gcm', key, nonceOf(turn));
        Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      });
    },
    open: ({ size, times }: CipherRun): number => {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(0));
      const sealed = Buffer.concat([cipher.update(Buffer.alloc(size, 'x')), cipher.final()]);
      const tag = cipher.getAuthTag();
      return each(times, () => {
        const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(0)).setAuthTag(tag);
        Buffer.concat([decipher.update(sealed), decipher.final()]);
      });
    },
    fingerprint: ({ size, times }: CipherRun): number => {
      const plain = Buffer.alloc(size, 'x');
      return each(times, () => createHmac('sha256', key).update(plain).digest('base64url'));
    },
    close: () => undefined,
  };
});
