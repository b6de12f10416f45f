import { END } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, ReadPosition } from '@eventstore/db-client';
import type { Position } from '../port.js';
import { StoreError } from '../port.js';
import type { Names } from './names.js';
import { assertWithin, placeAt, positionAt } from './places.js';
import type { Reads } from './reads.js';

/** Where the log ends. "Ours" are the events of this store: not the server's own, not checkpoints, not those of other namespaces. */
export interface Head {
  /** Position of our last event; the origin where there is none. */
  look(): Promise<Position>;
  /** Our last event as far as this process has seen. The log reaches at least to here. */
  readonly known: Position;
  /** A reader was given our events up to here. */
  seen(position: Position): void;
  /** How many of our events come after; exact up to a few hundred, beyond that an estimate from the size of those. 0 at the head alone. */
  backlog(after: Position): Promise<number>;
}

// Most often our last event is the last, or a checkpoint came after it.
const FIRST_LOOK = 4;
const LARGEST_LOOK = 512;
const COUNTED = 500;

const positionOf = ({ event }: AllStreamResolvedEvent): Position | undefined => positionAt(event?.position);

/** @param origin position of the event that made the log; ours all come after it */
export function createHead(reads: Reads, names: Names, origin: Position): Head {
  let known = origin;
  // What the last walk found: from the last event of all back to the last of ours. The next walk need not go over it again.
  let walked = { top: origin, head: origin };

  const isOurs = ({ event }: AllStreamResolvedEvent): boolean => event !== undefined && names.inPort(event.streamId) !== undefined;

  async function walkBack(): Promise<Position> {
    let from: ReadPosition = END;
    let top: Position | undefined;
    for (let size = FIRST_LOOK; ; size = Math.min(size * 8, LARGEST_LOOK)) {
      const before: ReadPosition = from;
      const page = await reads.all(from, 'backwards', size);
      for (const resolved of page) {
        const position = positionOf(resolved);
        if (position === undefined) continue;
        top ??= position;
        const head = isOurs(resolved) || position === origin ? position : position === walked.top ? walked.head : undefined;
        if (head !== undefined) {
          walked = { top, head };
          return head;
        }
        from = placeAt(position);
      }
      if (from === before) throw new StoreError('foreign-checkpoint', 'The log that was opened is no longer on this server.');
    }
  }

  async function look(): Promise<Position> {
    known = await walkBack();
    return known;
  }

  return {
    look,
    get known() {
      return known;
    },
    seen: (position) => {
      if (position > known) known = position;
    },
    async backlog(after) {
      const head = await look();
      assertWithin(after, head);
      if (after === head) return 0;
      const page = await reads.all(placeAt(after), 'forwards', COUNTED);
      const reached = page.map(positionOf).findLast((position) => position !== undefined) ?? after;
      const counted = page.filter((resolved) => isOurs(resolved) && (positionOf(resolved) ?? after) > after).length;
      if (reached >= head) return counted;
      return Math.max(1, counted + Math.round(counted * shareOf(after, reached, head)));
    },
  };
}

/** How much longer the way from `reached` to `head` is than the one before it, in bytes of the log. */
function shareOf(after: Position, reached: Position, head: Position): number {
  const [start, middle, end] = [after, reached, head].map((position) => Number(placeAt(position).commit));
  if (start === undefined || middle === undefined || end === undefined || middle <= start) return 0;
  return (end - middle) / (middle - start);
}
