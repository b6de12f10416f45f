import type { StoredEvent } from '@guitu/event-store';

/** Where a relay brings its events. */
export interface Publisher {
  /**
   * Resolves when every event is kept where it was brought. Rejects when that is not known: some may be there, and the page is sent again.
   * Events of one key arrive in the order in which they stand here.
   */
  publish(events: readonly StoredEvent[]): Promise<void>;
}
