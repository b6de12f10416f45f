import type { LogRow } from '../../afterwards/log-rows.js';
import type { TopicRecord } from '../kafka/topic-records.js';

/**
 * What stands on the topics, held against the log: each record is an event of it to the byte, each key has one partition, and events of one key come in the
 * order of the log, but for those that had come before and come again. Answers how many came again, and what of the log has not come.
 */
export function expectOrderKept(records: readonly TopicRecord[], log: readonly LogRow[]): { readonly again: number; readonly missing: readonly string[] } {
  const placeOf = ({ stream, revision }: Pick<LogRow, 'stream' | 'revision'>): string => `${stream}#${revision}`;
  const rows = new Map(log.map((row) => [placeOf(row), row]));
  const arrived = new Set<string>();
  const last = new Map<string, number>();
  const partitions = new Map<string, string>();
  const keys = new Map<string, string>();
  let again = 0;
  for (const record of records) {
    const { key, partition, stream, id, bytes } = record;
    const place = placeOf(record);
    const row = rows.get(place);
    if (row?.id !== id || !Buffer.from(row.bytes).equals(Buffer.from(bytes))) throw new Error(`${place} on ${partition} is not what the log has`);
    if ((keys.get(stream) ?? key) !== key) throw new Error(`${stream} has two keys`);
    if ((partitions.get(key) ?? partition) !== partition) throw new Error(`${key} has two partitions`);
    keys.set(stream, key);
    partitions.set(key, partition);
    if (arrived.has(place)) {
      again += 1;
      continue;
    }
    if (row.position < (last.get(key) ?? -1)) throw new Error(`${place} came after what follows it`);
    arrived.add(place);
    last.set(key, row.position);
  }
  return { again, missing: [...rows.keys()].filter((place) => !arrived.has(place)) };
}
