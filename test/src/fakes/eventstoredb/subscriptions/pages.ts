import type { FilterOptions } from '../grpc/filter.js';
import { invalidPosition } from '../grpc/refusals.js';
import type { Log } from '../log/open-log.js';
import type { Place } from '../log/place.js';
import type { LogRecord } from '../log/record.js';

export interface FilteredPage {
  readonly start: Place;
  readonly records: readonly LogRecord[];
  /** Events looked through, shown or not. */
  readonly considered: number;
  /** Where the next page starts: the byte after the last event looked through, which in most cases is not the place of an event. */
  readonly next: Place;
  /** There was nothing more to look through. A page that only just reached the last event does not know it yet. */
  readonly atEnd: boolean;
}

/** Most events that one page shows. */
const PAGE = 32;

export function filteredPage(log: Log, start: Place, { allows, window }: Pick<FilterOptions, 'allows' | 'window'>): FilteredPage {
  const from = Math.max(0, start.commit);
  if (!log.isReadable(from)) throw invalidPosition();
  const records: LogRecord[] = [];
  let considered = 0;
  let next = start;
  for (const record of log.forwards(from, window)) {
    if (records.length === PAGE) break;
    considered += 1;
    if (allows(record)) records.push(record);
    next = { commit: record.end, prepare: 0 };
  }
  return { start, records, considered, next, atEnd: considered < window && records.length < PAGE };
}
