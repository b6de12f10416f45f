import { channel } from 'node:diagnostics_channel';

/** What is told when the subscription of a feed broke. The feed goes on by itself from where it was; who often sees this has a slow reader or a sick server. */
export interface FeedBreak {
  readonly storeId: string;
}

/** `guitu.feed.broken`, on the thread of the reader. */
export const feedBreaks = channel('guitu.feed.broken');
