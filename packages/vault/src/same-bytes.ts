import { timingSafeEqual } from 'node:crypto';

/** Whether two secrets, MACs or digests are the same, in a time that tells nothing of where they differ. Of different lengths they never are, and that is told. */
export function sameBytes(one: string | Uint8Array, other: string | Uint8Array): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
