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

const write = (log: Log, stream: string, ...events: ProposedEvent[]): unknown => log.append([{ stream, expected: 'any', events }]);

/** Each time that a server takes over a log, an epoch begins. Its records have places in the log, and no reader of `$all` is shown them. */
export const EPOCH_STREAM = '$epoch-information';

/** What a server writes into its log before anybody uses it, so that `$all` is never only ours. */
export function takeOver(log: Log): void {
  const epoch = log.lastRevision(EPOCH_STREAM) + 1;
  write(log, EPOCH_STREAM, systemEvent('$epoch-information', { epochNumber: epoch, epochPosition: Math.max(0, log.lastPosition()) }));
  if (epoch > 0) return;
  write(log, '$$$stats', systemEvent('$metadata', { $maxAge: 86_400 }));
  write(log, '$user-admin', systemEvent('$UserCreated', { loginName: 'admin', groups: ['$admins'] }));
  write(log, '$users', systemEvent('$User', 'admin'));
}

/** Statistics, which a server writes on its own, at any time. */
export function writeStatistics(log: Log, count: number): void {
  write(log, '$stats', ...Array.from({ length: count }, (_, n) => systemEvent('$statsCollected', { n })));
}
