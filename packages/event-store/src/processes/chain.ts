import type { ExpectedRevision, NewEvent } from '../port.js';
import { eventsFor } from '../testing/index.js';

export const EVENTS_PER_LINK = 3;

/** The appends of one writer to one stream: link k stands at revisions 3k to 3k+2. Writer and checker compute the same events from the names alone. */
export interface ChainLink {
  readonly events: readonly NewEvent[];
  readonly expected: ExpectedRevision;
}

export function chainLink(stream: string, link: number): ChainLink {
  return { events: eventsFor(`${stream}/${link}`, EVENTS_PER_LINK), expected: link === 0 ? 'no-stream' : link * EVENTS_PER_LINK - 1 };
}
