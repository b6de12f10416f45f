import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Log } from '../log/open-log.js';
import { BEGINNING } from '../log/place.js';
import type { Place } from '../log/place.js';
import { firstVisible } from '../log/stream-metadata.js';
import { eventResponse, notFoundResponse, streamName } from './encode.js';
import { everything } from './filter.js';
import type { Outlet } from './outlet.js';
import { invalidArgument, unreadablePosition } from './refusals.js';

const PAGE = 256;
const BACKWARDS = streams.ReadReq.Options.ReadDirection.BACKWARDS;

/** `from` is inclusive in both directions. */
export async function readStream(log: Log, options: streams.ReadReq.Options, outlet: Outlet): Promise<void> {
  const stream = streamName(options.getStream()?.getStreamIdentifier());
  const last = log.lastRevision(stream);
  if (last < 0) return outlet.send(notFoundResponse(stream));
  const direction = options.getReadDirection() === BACKWARDS ? 'backwards' : 'forwards';
  const first = firstVisible(log, stream);
  let next = direction === 'forwards' ? Math.max(first, startOf(options.getStream())) : Math.min(last, startOf(options.getStream()));
  for (let left = Number(options.getCount()); left > 0 && !outlet.ended.aborted; ) {
    const page = log.streamPage(stream, next, direction, Math.min(PAGE, left)).filter((record) => record.revision >= first);
    for (const record of page) await outlet.send(eventResponse(record));
    left -= page.length;
    const end = page.at(-1);
    if (end === undefined) return;
    next = direction === 'forwards' ? end.revision + 1 : end.revision - 1;
  }
}

function startOf(stream: streams.ReadReq.Options.StreamOptions | undefined): number {
  if (stream?.hasStart()) return 0;
  if (stream?.hasEnd()) return Number.MAX_SAFE_INTEGER;
  if (!stream?.hasRevision()) throw invalidArgument('where to begin is a revision, the start or the end');
  return Math.min(Number(stream.getRevision()), Number.MAX_SAFE_INTEGER);
}

/** Forwards from the event at the place, inclusive; backwards from the one that ends at the place or before it. */
export async function readAll(log: Log, options: streams.ReadReq.Options, outlet: Outlet): Promise<void> {
  const direction = options.getReadDirection() === BACKWARDS ? 'backwards' : 'forwards';
  let next = Math.max(0, placeAsked(options.getAll())?.commit ?? Number.MAX_SAFE_INTEGER);
  if (!log.isReadable(next)) throw unreadablePosition();
  for (let left = Number(options.getCount()); left > 0 && !outlet.ended.aborted; ) {
    const page = direction === 'forwards' ? log.forwards(next, PAGE) : log.backwards(next, PAGE);
    const shown = page.filter(everything).slice(0, left);
    for (const record of shown) await outlet.send(eventResponse(record));
    left -= shown.length;
    const end = page.at(-1);
    if (end === undefined) return;
    next = direction === 'forwards' ? end.end : end.position;
  }
}

/** Undefined for the end. */
export function placeAsked(all: streams.ReadReq.Options.AllOptions | undefined): Place | undefined {
  if (all?.hasEnd()) return undefined;
  if (all?.hasStart()) return BEGINNING;
  const position = all?.getPosition();
  if (position === undefined) throw invalidArgument('where to begin is a position, the start or the end');
  return { commit: Number(position.getCommitPosition()), prepare: Number(position.getPreparePosition()) };
}
