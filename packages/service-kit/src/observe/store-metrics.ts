import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { stat } from 'node:fs/promises';
import type { AppendTrace } from '@guitu/event-store';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { latencyBuckets } from './buckets.js';
import { follow } from './follow.js';

const sizeOf = (file: string): Promise<number> => stat(file).then(({ size }) => size, () => 0);

/**
 * Appends of this process as the log takes them, feeds that had to begin anew, and how large the files of the log are. Answers with a function that stops measuring.
 * @param logFile absent where the log is on a server
 */
export function measureStore(registry: Registry, logFile: string | undefined): () => void {
  const registers = [registry];
  const seconds = new Histogram({ name: 'guitu_append_group_seconds', help: 'Time of a group commit: one transaction and one fsync; of one append where the log is on a server', buckets: latencyBuckets, registers });
  const appends = new Histogram({ name: 'guitu_append_group_appends', help: 'Appends that shared a group commit', buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256], registers });
  const events = new Counter({ name: 'guitu_append_group_events_total', help: 'Events handed to group commits', registers });
  const bytes = new Histogram({ name: 'guitu_append_group_bytes', help: 'Bytes of the events of a group commit', buckets: [1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304], registers });
  const failed = new Counter({ name: 'guitu_append_groups_failed_total', help: 'Group commits that the log refused (disk full, locked, damaged), or of which a server did not say what became', registers });
  const breaks = new Counter({ name: 'guitu_feed_breaks_total', help: 'Subscriptions that the server of the log ended, or that were given up; the feed goes on by itself', registers });
  if (logFile !== undefined) measureFiles(registry, logFile);
  const stop = follow<AppendTrace>('guitu.append', (group, took) => {
    seconds.observe(took);
    appends.observe(group.appends);
    events.inc(group.events);
    bytes.observe(group.bytes);
    if (group.error !== undefined) failed.inc();
  });
  const broken = (): void => breaks.inc();
  subscribe('guitu.feed.broken', broken);
  return () => {
    stop();
    unsubscribe('guitu.feed.broken', broken);
  };
}

function measureFiles(registry: Registry, logFile: string): void {
  new Gauge({
    name: 'guitu_log_file_bytes', help: 'Size of the event log and of its write-ahead log', labelNames: ['file'], registers: [registry],
    async collect() {
      this.set({ file: 'log' }, await sizeOf(logFile));
      this.set({ file: 'wal' }, await sizeOf(`${logFile}-wal`));
    },
  });
}
