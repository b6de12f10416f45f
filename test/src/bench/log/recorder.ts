import { definitionOf, encodeEvent, typeOf } from '@guitu/contracts';
import type { EventWriter } from '@guitu/event-store';
import { seal } from '@guitu/service-kit';
import type { Vault } from '@guitu/vault';
import type { Decided } from './case-in-making.js';

/** Seals what was decided and appends it, as the command path does. Answers with the number of events. */
export async function record({ stream, expected, events, primary, secret, body, personId, occurredAt }: Decided, vault: Pick<Vault, 'seal' | 'fingerprint' | 'index'>, store: EventWriter): Promise<number> {
  const { sealed, fingerprint } = await seal(vault, { personId, eventId: events[primary]?.id ?? '', occurredAt, sealed: secret, body });
  const written = events.map((event, index) => ({ id: event.id, type: typeOf(definitionOf(event.name)), bytes: encodeEvent({ ...event, fingerprint, sealed: index === primary ? sealed : {} }) }));
  const result = await store.append(stream, written, { expected });
  if (!result.ok) throw new Error(`${stream} was not at ${expected}`);
  return events.length;
}
