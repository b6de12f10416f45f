import { timingSafeEqual } from 'node:crypto';
import type { Caller } from '@guitu/service-kit';
import { createClientRegister, digestSecret } from '@guitu/issuer';
import type { Client, ClientRegister } from '@guitu/issuer';
import type { Agencies, AgencyClient } from './agencies-file.js';

export interface Access extends ClientRegister {
  /** True for the caller of a token that must not be taken any more: its organisation is disabled, or its client has another secret since. */
  refuses(caller: Pick<Caller, 'organisation' | 'client' | 'generation'>): boolean;
  /** Clients of an organisation, by id. */
  clientsOf(organisation: string): readonly string[];
  client(id: string): Client | undefined;
  replace(agencies: Agencies): void;
}

const isSecret = (secretHash: string, secret: string): boolean => timingSafeEqual(digestSecret(secret), Buffer.from(secretHash, 'base64url'));

/** Who may ask for tokens, and whose tokens still count: the clients of the installation, and what `guitu agency` changed about them. Real time. */
export function createAccess(installed: readonly Client[], agencies: Agencies, realNow: () => number): Access {
  const base = createClientRegister(installed);
  let own = new Map<string, AgencyClient>();
  let disabled: ReadonlySet<string> = new Set();

  const inGrace = ({ former }: AgencyClient): boolean => former !== undefined && realNow() < Date.parse(former.until);

  /** By its newest secret, or by the one before while that is let. The token then says which. */
  function byOwn(client: AgencyClient, secret: string): Client | undefined {
    if (isSecret(client.secretHash, secret)) return client;
    return client.former !== undefined && inGrace(client) && isSecret(client.former.secretHash, secret) ? { ...client, generation: client.generation - 1 } : undefined;
  }

  const access: Access = {
    authenticate(id, secret) {
      const known = own.get(id);
      const client = known === undefined ? base.authenticate(id, secret) : byOwn(known, secret);
      return client !== undefined && disabled.has(client.organisation) ? undefined : client;
    },
    refuses({ organisation, client: id, generation = 0 }) {
      if (disabled.has(organisation)) return true;
      const client = own.get(id);
      if (client === undefined || client.organisation !== organisation) return false;
      return generation !== client.generation && !(generation === client.generation - 1 && inGrace(client));
    },
    clientsOf: (organisation) => [...new Set([...installed, ...own.values()].filter((client) => client.organisation === organisation).map(({ id }) => id))],
    client: (id) => own.get(id) ?? installed.find((client) => client.id === id),
    replace(next) {
      own = new Map(next.clients.map((client) => [client.id, client]));
      disabled = new Set(next.disabled.map(({ organisation }) => organisation));
    },
  };
  access.replace(agencies);
  return access;
}
