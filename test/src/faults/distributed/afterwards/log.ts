import { openEventStoreDbFeed } from '@guitu/event-store/eventstoredb';
import type { EventStoreDbFeedOptions } from '@guitu/event-store/eventstoredb';
import type { StoredEvent } from '@guitu/event-store';
import type { LogRow } from '../../afterwards/log-rows.js';

/** The whole log as its server has it, in its order. */
export async function readLog(log: EventStoreDbFeedOptions): Promise<readonly StoredEvent[]> {
  const feed = await openEventStoreDbFeed(log);
  try {
    const events: StoredEvent[] = [];
    for await (const page of feed.subscribe({ live: false })) events.push(...page.events);
    return events;
  } finally {
    await feed.close();
  }
}

/** Rows by their place in the log, without what stands in poisoned streams from that revision on. */
export const rowsOfLog = (log: readonly StoredEvent[], poisoned: ReadonlyMap<string, number> = new Map()): readonly LogRow[] =>
  log.flatMap(({ stream, revision, id, type, bytes }, position) =>
    revision >= (poisoned.get(stream) ?? Infinity) ? [] : [{ position, stream, revision, id, type, bytes, says: JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown> }],
  );
