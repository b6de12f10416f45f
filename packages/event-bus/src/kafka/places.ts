import { BusError } from '../bus-error.js';
import type { Cursor, Cursors } from '../port.js';

/** `guitu.case-events/7`. */
export const partitionName = (topic: string, partition: number): string => `${topic}/${partition}`;

/** What the broker has of each partition: offsets from `low` up to and without `high`. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

export interface Extents {
  /** An offset means something in its own cluster only. */
  readonly cluster: string;
  readonly partitions: ReadonlyMap<string, Extent>;
}

/** A cursor is the offset of the next record, behind the id of its cluster. */
export const cursorAt = (cluster: string, offset: number): Cursor => `${cluster}:${offset}`;

function offsetOf(cursor: Cursor, cluster: string): number | undefined {
  const colon = cursor.lastIndexOf(':');
  return cursor.slice(0, colon) === cluster ? Number(cursor.slice(colon + 1)) : undefined;
}

export const endsOf = ({ cluster, partitions }: Extents): Cursors => Object.fromEntries([...partitions].map(([name, { high }]) => [name, cursorAt(cluster, high)]));

/** The offset at which each partition is continued. Throws `events-gone` where the broker cannot continue: retention took it, or the topic is not the one that it was. */
export function continuedAt({ cluster, partitions }: Extents, after: Cursors): Map<string, number> {
  const offsets = new Map<string, number>();
  for (const [name, { low, high }] of partitions) {
    const cursor = after[name];
    const offset = cursor === undefined ? 0 : offsetOf(cursor, cluster);
    if (offset === undefined) throw new BusError('events-gone', `${name} was read in another cluster.`);
    if (offset < low || offset > high) throw new BusError('events-gone', `${name} has offsets ${low} to ${high}; ${offset} comes next.`);
    offsets.set(name, offset);
  }
  return offsets;
}

/** Records after the cursors, over all partitions. A partition that cannot be continued counts whole. */
export function recordsAfter({ cluster, partitions }: Extents, after: Cursors): number {
  let count = 0;
  for (const [name, { low, high }] of partitions) {
    const cursor = after[name];
    const offset = cursor === undefined ? low : (offsetOf(cursor, cluster) ?? low);
    count += high - Math.min(Math.max(offset, low), high);
  }
  return count;
}
