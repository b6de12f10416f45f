import type { RegisterData } from '@guitu/contracts';
import type { Client } from './client-register.js';
import { hashSecret } from './client-register.js';

/** The secret of a sample organisation. Anybody can know it, which is why it works in sample mode only. */
export const sampleSecret = (organisation: string): string => `sample-${organisation}`;

/** Services that each kind of organisation may call, beside its own. */
const also: Readonly<Record<string, readonly string[]>> = { station: ['audit'], 'civil-affairs': ['audit'], police: [], hospital: [], 'elder-care': [], audit: ['police', 'hospital', 'station', 'elder-care', 'civil-affairs'], 'data-protection': ['audit'], hub: ['audit'] };

/** Services that an organisation of this kind has to do with. */
export const audiencesOf = (role: string): readonly string[] => [role, ...(also[role] ?? [])].map((service) => `guitu-${service}`);

/** One client for each organisation of a sample register, with both scopes. */
export function sampleClients({ organisations }: Pick<RegisterData, 'organisations'>): readonly Client[] {
  return organisations.map(({ id, role, division }) => ({
    id,
    secretHash: hashSecret(sampleSecret(id)),
    organisation: id,
    role,
    division,
    scopes: ['supervisor', 'sample-clock'],
    audiences: [...audiencesOf(role)],
  }));
}
