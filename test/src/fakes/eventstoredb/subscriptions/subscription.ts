import { randomUUID } from 'node:crypto';
import { everything } from '../grpc/filter.js';
import type { FilterOptions } from '../grpc/filter.js';
import type { Log } from '../log/open-log.js';
import { comparePlaces, laterOf, placeOf } from '../log/place.js';
import type { Place } from '../log/place.js';
import type { Delivery } from './delivery.js';
import { listen } from './live.js';
import type { Live } from './live.js';
import { filteredPage } from './pages.js';

/** What an unfiltered subscription looks through at a time. It gets no checkpoints. */
const UNFILTERED = { allows: everything, window: 32, interval: undefined };

/**
 * One subscription to `$all`, until its delivery has ended: what stands in the log after `after`, "caught up", then what comes.
 * A reader that is slower than the log is sent back to reading the log, and told "caught up" again.
 * @param after exclusive; undefined: the end of the log
 */
export async function subscribe(log: Log, after: Place | undefined, filter: FilterOptions | undefined, delivery: Delivery): Promise<void> {
  const options = filter ?? UNFILTERED;
  const live = listen(log, options.allows, options.interval);
  delivery.ended.addEventListener('abort', () => live.close());
  const head = placeOf(log.lastPosition());
  let reached = after ?? head;
  try {
    await delivery.confirm(randomUUID());
    // A place beyond the head is believed: the reader is told that it has caught up, and gets nothing until the log is there.
    if (comparePlaces(reached, head) >= 0) reached = await followLive(live, reached, options, delivery);
    while (!delivery.ended.aborted) {
      reached = await catchUp(log, reached, options, delivery);
      reached = await followLive(live, reached, options, delivery);
    }
  } finally {
    live.close();
  }
}

type Options = FilterOptions | typeof UNFILTERED;

/** Gives what stands in the log, to its end. Returns how far that was. */
async function catchUp(log: Log, from: Place, options: Options, delivery: Delivery): Promise<Place> {
  let reached = from;
  let considered = 0;
  for (let next = from; !delivery.ended.aborted; ) {
    const page = filteredPage(log, next, options);
    const fresh = page.records.filter((record) => comparePlaces(placeOf(record.position), reached) > 0);
    const last = fresh.at(-1);
    await delivery.events(fresh);
    if (last !== undefined) reached = placeOf(last.position);
    considered += page.considered;
    const due = options.interval !== undefined && (page.atEnd || considered >= options.interval);
    if (due) {
      considered %= options.interval;
      // Of this page only its start is safe to name: what the filter left out of it has no place that is remembered.
      reached = laterOf(reached, page.start);
      await delivery.checkpoint(reached);
    }
    if (page.atEnd) return reached;
    next = page.next;
  }
  return reached;
}

/** Gives what comes. Returns how far that was, when something was thrown away before it could be given. */
async function followLive(live: Live, from: Place, options: Options, delivery: Delivery): Promise<Place> {
  let reached = from;
  await delivery.caughtUp();
  for (let next = await live.next(); next !== undefined; next = await live.next()) {
    const { item, gap } = next;
    const place = item.kind === 'event' ? placeOf(item.record.position) : item.place;
    const order = comparePlaces(place, reached);
    if (order < 0 || (order === 0 && item.kind === 'event')) continue;
    if (gap) {
      if (options.interval !== undefined) await delivery.checkpoint(reached);
      return reached;
    }
    if (item.kind === 'event') await delivery.events([item.record]);
    else await delivery.checkpoint(place);
    reached = place;
  }
  return reached;
}
