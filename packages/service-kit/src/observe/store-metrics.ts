import { stat } from 'node:fs/promises';
import type { AppendTrace } from '@guitu/event-store';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { latencyBuckets } from './buckets.js';
import { follow } from './follow.js';

const sizeOf = (file: string): Promise<number> => stat(file).then(({ size }) => size, () => 0);

/** Group commits of the log in this process, and how large its files are. Answers with a function that stops measuring. */
export function measureStore(registry: Registry, logFile: string): () => void {
  const registers = [registry];
  const seconds = new Histogram({ name: 'guitu_append_group_seconds', help: 'Time of a group commit: one transaction, one fsync', buckets: latencyBuckets, registers });
  const appends = new Histogram({ name: 'guitu_append_group_appends', help: 'Appends that shared a group commit', buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256], registers });
  const events = new Counter({ name: 'guitu_append_group_events_total', help: 'Events handed to group commits', registers });
  const bytes = new Histogram({ name: 'guitu_append_group_bytes', help: 'Bytes of the events of a group commit', buckets: [1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304], registers });
  const failed = new Counter({ name: 'guitu_append_groups_failed_total', help: 'Group commits that the file refused: disk full, locked, damaged', registers });
  new Gauge({
    name: 'guitu_log_file_bytes', help: 'Size of the event log and of its write-ahead log', labelNames: ['file'], registers,
    async collect() {
      this.set({ file: 'log' }, await sizeOf(logFile));
      this.set({ file: 'wal' }, await sizeOf(`${logFile}-wal`));
    },
  });
  return follow<AppendTrace>('guitu.append', (group, took) => {
    seconds.observe(took);
    appends.observe(group.appends);
    events.inc(group.events);
    bytes.observe(group.bytes);
    if (group.error !== undefined) failed.inc();
  });
}
