import type { EventWriter } from '@guitu/event-store';
import { seal, written } from '@guitu/service-kit';
import type { Vault } from '@guitu/vault';
import type { Told } from './case-in-making.js';

/** Seals what was decided and appends it, as the command path does. Answers with the number of events. */
export async function record({ stream, expected, events, primary, secret, body, personId, occurredAt }: Told, vault: Pick<Vault, 'seal' | 'fingerprint' | 'index'>, store: EventWriter): Promise<number> {
  const secrets = await seal(vault, { personId, eventId: events[primary]?.id ?? '', occurredAt, sealed: secret, body });
  const result = await store.append(stream, written(events, primary, secrets), { expected });
  if (!result.ok) throw new Error(`${stream} was not at ${expected}`);
  return events.length;
}
