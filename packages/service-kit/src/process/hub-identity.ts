import { decodeEvent, definitionOf, encodeEvent, eventId, hubStream, typeOf } from '@guitu/contracts';
import type { Recorded } from '@guitu/contracts';
import type { EventStore } from '@guitu/event-store';
import type { Runtime } from '../runtime.js';
import { StartError } from '../start-error.js';

/** Format of the log that this build writes; a log of another format is refused (design section 3). */
export const LOG_FORMAT = 1;

/** The hub's id: minted at first start, kept in the log as its first event, part of every event's `source` from then on. */
export async function hubIdentity(store: EventStore, runtime: Pick<Runtime, 'uuid'>, bornAt: number): Promise<string> {
  const [first] = await store.readStream(hubStream, { limit: 1 });
  if (first !== undefined) {
    const event = decodeEvent(first.bytes);
    if (event.name !== 'hub-started') throw new StartError('The log does not begin with hub-started, so it is not a log of this hub. Point GUITU_DATA at another directory, or EVENTSTORE_URL at another event store.');
    const format: number = event.data.format;
    if (format !== LOG_FORMAT) throw new StartError(`The log has format ${format}; this build reads format ${LOG_FORMAT}. Start the build that wrote it.`);
    return event.data.hubId;
  }
  const hubId = runtime.uuid();
  const at = new Date(bornAt).toISOString();
  const definition = definitionOf('hub-started');
  const event = {
    id: eventId(hubStream, hubId, 0), name: 'hub-started', version: definition.version, category: 'hub', source: `urn:guitu:${hubId}:hub`, subject: hubId, time: at, occurredAt: at, revision: 0,
    actor: { organisation: 'hub', role: 'hub', division: '100000' }, legalBasis: 'PIPL-13-3', purpose: 'operation', causationId: hubId, correlationId: hubId, data: { hubId, format: LOG_FORMAT }, sealed: {},
  } as unknown as Recorded;
  const result = await store.append(hubStream, [{ id: event.id, type: typeOf(definition), bytes: encodeEvent(event) }], { expected: 'no-stream' });
  return result.ok ? hubId : hubIdentity(store, runtime, bornAt);
}
