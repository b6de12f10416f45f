import { EventStoreDBClient } from '@eventstore/db-client';
import { StoreError } from '../port.js';

/** Connects at the first call. */
export function clientOf(url: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch {
    // The cause would show the address, which may hold a password.
    throw new StoreError('invalid-argument', 'The address of EventStoreDB is not of the form esdb://host:port?tls=true.');
  }
}

/** Ends its calls, and its connection, which `dispose` leaves open. */
export async function release(client: EventStoreDBClient): Promise<void> {
  await client.dispose();
  const { getChannel } = client as unknown as { getChannel(): Promise<{ close(): void }> };
  await getChannel().then((channel) => channel.close(), () => undefined);
}
