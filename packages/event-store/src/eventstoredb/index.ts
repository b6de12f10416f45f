export { openEventStoreDb } from './open-store.js';
export type { EventStoreDb, EventStoreDbOptions } from './open-store.js';
export { openEventStoreDbFeed } from './open-feed.js';
export type { EventStoreDbFeed, EventStoreDbFeedOptions } from './open-feed.js';
export type { FeedBreak } from './channels.js';
