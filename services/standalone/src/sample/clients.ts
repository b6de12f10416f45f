import { createClient, httpTransport } from '@guitu/client';
import type { BaseUrls, Client, ClientRuntime, Transport } from '@guitu/client';

export interface SampleClientsOptions {
  readonly baseUrls: BaseUrls;
  readonly runtime: ClientRuntime;
  /** Secret of an organisation's machine client; its id is the organisation's. */
  readonly secretOf: (organisation: string) => string;
  readonly transport?: Transport;
}

/** One client for each organisation, made when it first acts: each has its own token, all share the connections. */
export interface SampleClients {
  of(organisation: string): Client;
  close(): void;
}

export function sampleClients({ baseUrls, runtime, secretOf, transport: given }: SampleClientsOptions): SampleClients {
  const transport = given ?? httpTransport({ connections: 32 });
  const clients = new Map<string, Client>();
  return {
    of: (organisation) => {
      const known = clients.get(organisation);
      if (known !== undefined) return known;
      const client = createClient({ baseUrls, runtime, transport, clientId: organisation, clientSecret: secretOf(organisation), scopes: ['sample-clock', 'supervisor'] });
      clients.set(organisation, client);
      return client;
    },
    close: () => {
      if (given === undefined) transport.close();
    },
  };
}
