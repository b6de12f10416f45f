import type { EventStore, StoreErrorCode } from '../port.js';

export interface StoreCapabilities {
  /** Refuses an id that stands elsewhere in the log. EventStoreDB does not: there the caller alone keeps ids apart. */
  readonly refusesReusedIds: boolean;
}

export interface StoreContract {
  readonly name: string;
  /** A new and empty log each time. The kit closes it. */
  readonly open: () => Promise<EventStore>;
  /** Opens again the log of a store that the kit has closed; absent where a log does not outlive its process. */
  readonly reopen?: (closed: EventStore) => Promise<EventStore>;
  readonly capabilities: StoreCapabilities;
}

/** What a case has at hand. Whatever it opened is closed after it. */
export interface CaseContext {
  open(): Promise<EventStore>;
  /** Closes the store and opens its log again. */
  reopen(store: EventStore): Promise<EventStore>;
}

/** One promise of the port, in a sentence, and the run that would break with it. */
export interface ContractCase {
  readonly promise: string;
  readonly needs?: keyof StoreCapabilities | 'reopen';
  readonly run: (context: CaseContext) => Promise<void>;
}

/** Expects a rejection with this code, and with the port's error class: nothing else may cross it. */
export async function expectStoreError(work: Promise<unknown>, code: StoreErrorCode): Promise<void> {
  await expect(work).rejects.toMatchObject({ name: 'StoreError', code });
}
