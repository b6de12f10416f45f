import type { RegisterData } from '@guitu/contracts';
import type { Client } from './client-register.js';
import { readClients } from './client-register.js';
import { sampleClients } from './sample-clients.js';

export interface InstalledClientsOptions {
  /** Clients of the installation; a file that is not there holds none. */
  readonly file: string;
  readonly sample: boolean;
  readonly register: Pick<RegisterData, 'organisations'>;
}

/** Clients that the installation brings along. The one place that lets sample secrets in, and it does so in sample mode only. */
export async function installedClients({ file, sample, register }: InstalledClientsOptions): Promise<readonly Client[]> {
  const own = await readClients(file);
  return sample ? [...own, ...sampleClients(register)] : own;
}
