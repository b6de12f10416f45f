import { decodeEvent } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import type { EventStore, Position } from '@guitu/event-store';
import type { StoredItem, Vault } from '@guitu/vault';
import { personsOfCases } from '../sealed/persons-of-cases.js';
import type { PersonsOfCases } from '../sealed/persons-of-cases.js';

export interface ReindexOptions {
  readonly vault: Pick<Vault, 'indexState' | 'reindex'>;
  readonly store: Pick<EventStore, 'storeId' | 'subscribe' | 'backlog' | 'readStream'>;
  /** Ends it; the next one goes on from there. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Events of a page: some 50 ms of the vault's time, in which nobody else is served. */
const PAGE = 200;

/** Everything but the hub's own stream. */
const categories = ['case', 'person', 'notes', 'care'] as const;

/** `<store id> <position>`: a place in another log, from before a restore, is none in this one. */
const placeIn = (storeId: string, position: Position): string => `${storeId} ${position}`;
const positionIn = (storeId: string, place: string | undefined): Position | undefined => (place?.startsWith(`${storeId} `) === true ? (place.slice(storeId.length + 1) as Position) : undefined);

async function identities(events: readonly AnyEvent[], persons: PersonsOfCases): Promise<readonly StoredItem[]> {
  persons.note(events);
  const items: StoredItem[] = [];
  for (const { id, category, subject, sealed } of events) {
    if (sealed.identity === undefined) continue;
    const personId = category === 'person' ? subject : await persons.personOf(subject);
    if (personId !== undefined) items.push({ personId, eventId: id, dataClass: 'identity', sealed: sealed.identity });
  }
  return items;
}

/**
 * Brings the index of names up to what this version finds by: hands the vault all of class `identity` that stands in the log, which it opens and indexes itself; nothing
 * of it comes out. Goes on where an earlier one was interrupted. Resolves to the number of events that were read; undefined where there was nothing to do.
 */
export async function reindex({ vault, store, signal, onProgress = () => undefined }: ReindexOptions): Promise<number | undefined> {
  const { complete, reached } = await vault.indexState();
  if (complete) return undefined;
  const after = positionIn(store.storeId, reached);
  const persons = personsOfCases(store);
  const total = await store.backlog(after);
  let done = 0;
  for await (const { events, position } of store.subscribe({ ...(after === undefined ? {} : { after }), categories, live: false, pageSize: PAGE, ...(signal === undefined ? {} : { signal }) })) {
    await vault.reindex({ items: await identities(events.map(({ bytes }) => decodeEvent(bytes)), persons), reached: placeIn(store.storeId, position) });
    done += events.length;
    onProgress(done, Math.max(done + 1, total));
  }
  signal?.throwIfAborted();
  await vault.reindex({ items: [], reached: null });
  // The hub's own events were counted and not read.
  onProgress(Math.max(done, total), Math.max(done, total));
  return done;
}
