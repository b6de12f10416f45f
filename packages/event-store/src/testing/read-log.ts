import type { EventFeed, FeedPage, StoredEvent, SubscribeOptions } from '../port.js';

/** The pages of a subscription until one satisfies `until`, or the subscription ends. */
export async function readPages(feed: EventFeed, options: SubscribeOptions, until: (pages: readonly FeedPage[]) => boolean = () => false): Promise<readonly FeedPage[]> {
  const pages: FeedPage[] = [];
  for await (const page of feed.subscribe(options)) {
    pages.push(page);
    if (until(pages)) break;
  }
  return pages;
}

/** The events of a live subscription until there are `count` of them. */
export async function readUntil(feed: EventFeed, count: number, options: Omit<SubscribeOptions, 'live'> = {}): Promise<readonly StoredEvent[]> {
  const pages = await readPages(feed, { ...options, live: true }, (seen) => seen.reduce((total, page) => total + page.events.length, 0) >= count);
  return pages.flatMap((page) => page.events);
}

/** The whole log, or what the options leave of it, up to its head. */
export async function readAll(feed: EventFeed, options: Omit<SubscribeOptions, 'live'> = {}): Promise<readonly StoredEvent[]> {
  return (await readPages(feed, { ...options, live: false })).flatMap((page) => page.events);
}
