import { channel, tracingChannel } from 'node:diagnostics_channel';
import { Registry } from 'prom-client';
import { measureStore } from './store-metrics.js';

const appends = tracingChannel<unknown, object>('guitu.append');
const group = { storeId: 'a', appends: 3, events: 4, bytes: 500 };

it('appends are measured alike whether the log is a file or on a server, and a feed that breaks is counted', async () => {
  const registry = new Registry();
  const stop = measureStore(registry, undefined);
  appends.traceSync(() => undefined, { ...group });
  await appends.tracePromise(() => Promise.resolve(), { ...group });
  await expect(appends.tracePromise(() => Promise.reject(new Error('away')), { ...group })).rejects.toThrow('away');
  channel('guitu.feed.broken').publish({ storeId: 'a' });
  const metrics = await registry.metrics();
  for (const line of ['guitu_append_group_seconds_count 3', 'guitu_append_group_appends_sum 9', 'guitu_append_group_events_total 12', 'guitu_append_groups_failed_total 1', 'guitu_feed_breaks_total 1']) expect(metrics).toContain(`${line}\n`);
  expect(metrics).not.toContain('guitu_log_file_bytes');
  stop();
  appends.traceSync(() => undefined, { ...group });
  channel('guitu.feed.broken').publish({ storeId: 'a' });
  expect(await registry.metrics()).toContain('guitu_append_group_seconds_count 3\n');
});
