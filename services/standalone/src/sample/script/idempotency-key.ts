import { createHash } from 'node:crypto';

/**
 * The key of a step: the form of a UUIDv7 with the time of its recording and, for chance, the hash of seed and step. The same step always has the same key, so that a play
 * which was interrupted is played again from its start, and what the hub knows already it only answers again.
 */
export function stepKey(seed: string, step: { readonly id: string; readonly recordedAt: number }): string {
  const time = Math.trunc(step.recordedAt).toString(16).padStart(12, '0');
  const hex = createHash('sha256').update(`${seed}/${step.id}`).digest('hex');
  const variant = (8 + (Number.parseInt(hex.charAt(3), 16) & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
}
