import type { RegisterData } from '@guitu/contracts';
import type { ClientRegister } from './client-register.js';
import { createClientRegister, readClients } from './client-register.js';
import { sampleClients } from './sample-clients.js';

export interface IssuerClientsOptions {
  /** Clients of the installation; a file that is not there holds none. */
  readonly file: string;
  readonly sample: boolean;
  readonly register: Pick<RegisterData, 'organisations'>;
}

/** Whoever may ask for tokens. The one place that lets sample secrets in, and it does so in sample mode only. */
export async function openIssuerClients({ file, sample, register }: IssuerClientsOptions): Promise<ClientRegister> {
  const own = await readClients(file);
  return createClientRegister(sample ? [...own, ...sampleClients(register)] : own);
}
