import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import { StoreError } from '../port.js';
import type { StoredEvent } from '../port.js';
import type { Names } from './names.js';
import { positionAt } from './places.js';

/**
 * Undefined for what is not this store's: another stream's event, or a link whose event was deleted. Throws `corrupt-event` where our bytes cannot be
 * given back: an event that somebody else wrote as JSON has no bytes any more, only a value.
 */
export function decodeEvent({ event }: ResolvedEvent | AllStreamResolvedEvent, names: Names): StoredEvent | undefined {
  const stream = event === undefined ? undefined : names.inPort(event.streamId);
  if (event === undefined || stream === undefined) return undefined;
  const revision = Number(event.revision);
  const position = positionAt(event.position);
  if (position === undefined) throw new StoreError('corrupt-event', `The server gives no position for event ${revision} of ${stream}; a later version of EventStoreDB is needed.`);
  if (!(event.data instanceof Uint8Array)) throw new StoreError('corrupt-event', `Event ${revision} of ${stream} is not as this hub writes events.`);
  return { stream, revision, position, id: event.id, type: event.type, bytes: event.data };
}
