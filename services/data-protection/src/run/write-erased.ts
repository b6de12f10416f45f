import { definitionOf, encodeEvent, eventId, personStream, typeOf } from '@guitu/contracts';
import type { AnyEvent, Recorded } from '@guitu/contracts';
import { draftEvent } from '@guitu/referral';
import type { Office } from '../dependencies.js';
import { readEvents } from '@guitu/service-kit';
import type { Approved } from '../matters/approved.js';

/** The most that one event names. */
const MOST = 100;

function chunks(persons: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(persons.length / MOST) }, (_, at) => persons.slice(at * MOST, (at + 1) * MOST));
}

const isWritten = (events: readonly AnyEvent[], matter: string): boolean => events.some(({ name, causationId }) => name === 'erased' && causationId === matter);

/**
 * Says in the log that these persons were erased: `erased` on the stream of the one asked for, naming every linked id. Once, whoever asks how often: the ids
 * follow from the matter, and the stream is read before it is written. False where somebody else wrote to the stream meanwhile.
 */
export async function writeErased({ store, register, source, runtime }: Office, { id, asked, persons, ground, approved }: Approved): Promise<boolean> {
  const stream = personStream(asked);
  const events = await readEvents(store, stream);
  if (isWritten(events, id)) return true;
  const now = new Date(runtime.businessNow()).toISOString();
  const { organisation, division, user } = approved.by;
  const context = {
    actor: { organisation, role: register.roleOf(organisation) ?? 'data-protection', division, user }, occurredAt: now, now, commandId: id, caseId: asked, source,
    ids: (index: number): string => eventId(stream, id, index),
  } as const;
  const drafts = chunks(persons).map((some, index): Recorded => draftEvent({ name: 'erased', data: { persons: some, ground } }, index, events.length + index, asked, context));
  const result = await store.append(stream, drafts.map((event) => ({ id: event.id, type: typeOf(definitionOf(event.name)), bytes: encodeEvent(event) })), { expected: events.length === 0 ? 'no-stream' : events.length - 1 });
  return result.ok;
}
