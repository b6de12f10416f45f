import type { EventFeed, Position } from '@guitu/event-store';
import { LOG } from './port.js';
import type { BusPage, ConsumeOptions, EventBus } from './port.js';

/** The bus of the embedded profile is the store's own feed: one partition, no second log, nothing that could disagree with the first. */
export function embeddedBus(feed: EventFeed): EventBus {
  return {
    async *consume({ categories, after, pageSize, signal }: ConsumeOptions): AsyncGenerator<BusPage, void, undefined> {
      const position = after[LOG] as Position | undefined;
      for await (const page of feed.subscribe({ ...(position === undefined ? {} : { after: position }), categories, pageSize, live: true, signal })) {
        yield { events: page.events, cursors: { [LOG]: page.position }, caughtUp: page.caughtUp };
      }
    },
    backlog: (after) => feed.backlog(after[LOG] as Position | undefined),
    ends: async () => ({}),
  };
}
