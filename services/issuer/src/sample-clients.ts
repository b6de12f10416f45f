import type { RegisterData } from '@guitu/contracts';
import { audienceOf, sampleSecret, serviceClientId } from '@guitu/service-kit';
import type { Client } from './client-register.js';
import { hashSecret } from './client-register.js';

/** Services that each kind of organisation may call, beside its own. */
const also: Readonly<Record<string, readonly string[]>> = { station: ['audit'], 'civil-affairs': ['audit'], police: [], hospital: [], 'elder-care': [], audit: ['police', 'hospital', 'station', 'elder-care', 'civil-affairs', 'data-protection'], 'data-protection': ['audit'], hub: ['audit'] };

/** Services that an organisation of this kind has to do with. */
export const audiencesOf = (role: string): readonly string[] => [role, ...(also[role] ?? [])].map(audienceOf);

/** A second client for whoever works by four eyes: names that a client only asserts tell two humans apart by two clients. */
const clientsOf = ({ id, role }: RegisterData['organisations'][number]): readonly string[] => (role === 'data-protection' ? [id, `${id}-second`] : [id]);

/** One client for each organisation of a sample register, with both scopes, and two for a data-protection office. */
export function sampleClients({ organisations }: Pick<RegisterData, 'organisations'>): readonly Client[] {
  return organisations.flatMap((organisation) => clientsOf(organisation).map((id) => sampleClient(id, organisation)));
}

function sampleClient(id: string, { id: organisation, role, division }: RegisterData['organisations'][number]): Client {
  return {
    id,
    secretHash: hashSecret(sampleSecret(id)),
    organisation,
    role,
    division,
    scopes: ['supervisor', 'sample-clock'],
    audiences: [...audiencesOf(role)],
  };
}

/** Services that call the vault, each under the role for which it opens or erases. */
const callers = ['police', 'hospital', 'station', 'elder-care', 'civil-affairs', 'audit', 'data-protection'] as const;

/** The clients that the services of a sample hub are, where each is a process of its own. */
export const sampleServiceClients: readonly Client[] = callers.map((service) => ({
  id: serviceClientId(service),
  secretHash: hashSecret(sampleSecret(serviceClientId(service))),
  organisation: 'hub',
  role: service,
  division: '100000',
  service,
  scopes: [],
  audiences: [audienceOf('vault')],
}));
