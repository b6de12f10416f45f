import type { StoredEvent } from '@guitu/event-store';
import type { ProjectionSource } from '../projection/source.js';
import { seeded } from './random.js';

export interface BadDelivery {
  readonly seed: number;
  /** How often each event is delivered. */
  readonly times: number;
  /** `kept`: the first delivery of each event comes in its stream's order, as a bus promises. `broken`: any order, as no bus should. */
  readonly order: 'kept' | 'broken';
}

/** The same source over a bus that repeats and reorders what is in a page. A projection must end in the same state. */
export function deliverBadly(source: ProjectionSource, delivery: BadDelivery): ProjectionSource {
  const random = seeded(delivery.seed);
  const disturb = <Page extends { readonly events: readonly StoredEvent[] }>(page: Page): Page => ({ ...page, events: disorder(page.events, delivery, random) });
  return {
    ...source,
    store: {
      readStream: (stream, options) => source.store.readStream(stream, options),
      head: () => source.store.head(),
      backlog: (after) => source.store.backlog(after),
      async *subscribe(options) {
        for await (const page of source.store.subscribe(options)) yield disturb(page);
      },
    },
    bus: {
      ends: () => source.bus.ends(),
      backlog: (after, categories) => source.bus.backlog(after, categories),
      async *consume(options) {
        for await (const page of source.bus.consume(options)) yield disturb(page);
      },
    },
  };
}

function disorder(events: readonly StoredEvent[], { times, order }: BadDelivery, random: () => number): StoredEvent[] {
  if (order === 'broken') {
    return Array.from({ length: times }, () => events)
      .flat()
      .map((event) => ({ event, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ event }) => event);
  }
  const delivered = [...events];
  for (const event of events) {
    for (let again = 1; again < times; again += 1) {
      const first = delivered.indexOf(event);
      delivered.splice(first + 1 + Math.floor(random() * (delivered.length - first)), 0, event);
    }
  }
  return delivered;
}
