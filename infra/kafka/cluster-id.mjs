import { randomBytes } from 'node:crypto';

/** Names the cluster for good: an offset of another one means nothing in it. Never begins with a dash, which Kafka's own tools take for another option. */
export function newClusterId(bytes = randomBytes) {
  for (;;) {
    const id = bytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
