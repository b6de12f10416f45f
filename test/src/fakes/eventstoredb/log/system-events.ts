import { randomUUID } from 'node:crypto';
import type { Log } from './open-log.js';
import type { ProposedEvent } from './record.js';

const systemEvent = (type: string, data: unknown): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: true,
  data: Buffer.from(JSON.stringify(data)),
  metadata: Buffer.alloc(0),
});

/** Each time that a server takes over a log, an epoch begins. Its records have places in the log, and no reader of `$all` is shown them. */
export const EPOCH_STREAM = '$epoch-information';

/** What a server writes into its log before anybody uses it, so that `$all` is never only ours. */
export function takeOver(log: Log): void {
  const epoch = log.lastRevision(EPOCH_STREAM) + 1;
  log.append(EPOCH_STREAM, 'any', [systemEvent('$epoch-information', { epochNumber: epoch, epochPosition: Math.max(0, log.lastPosition()) })]);
  if (epoch > 0) return;
  log.append('$$$stats', 'any', [systemEvent('$metadata', { $maxAge: 86_400 })]);
  log.append('$user-admin', 'any', [systemEvent('$UserCreated', { loginName: 'admin', groups: ['$admins'] })]);
  log.append('$users', 'any', [systemEvent('$User', 'admin')]);
}

/** Statistics, which a server writes on its own, at any time. */
export function writeStatistics(log: Log, count: number): void {
  for (let n = 0; n < count; n += 1) log.append('$stats', 'any', [systemEvent('$statsCollected', { n })]);
}
