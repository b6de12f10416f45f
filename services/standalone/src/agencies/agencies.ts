import { join } from 'node:path';
import type { Organisation, RegisterData } from '@guitu/contracts';
import { StartError } from '@guitu/service-kit';
import type { Client } from '@guitu/issuer';
import { createAccess } from './access.js';
import type { Access } from './access.js';
import { readAgencies, writeAgencies } from './agencies-file.js';
import type { Agencies } from './agencies-file.js';
import { createLiveRegister } from './live-register.js';
import type { LiveRegister } from './live-register.js';

export const agenciesFile = (dataDirectory: string): string => join(dataDirectory, 'agencies.json');

export const sameOrganisation = (one: Organisation, other: Organisation): boolean => one.id === other.id && one.role === other.role && one.name === other.name && one.division === other.division;

/** The installation's register and what `guitu agency` added to it. Throws `StartError` where the two contradict each other. */
function merged(installed: RegisterData, { organisations }: Agencies): RegisterData {
  const known = new Map(installed.organisations.map((organisation) => [organisation.id, organisation]));
  const added = organisations.filter((organisation) => {
    const there = known.get(organisation.id);
    if (there !== undefined && !sameOrganisation(there, organisation)) throw new StartError(`The organisation ${organisation.id} is another one in the register than in agencies.json. Make them the same.`);
    return there === undefined;
  });
  return { ...installed, organisations: [...installed.organisations, ...added] };
}

export interface InstalledAgencies {
  readonly register: LiveRegister;
  readonly access: Access;
  /** What the file says. */
  now(): Agencies;
  /** An organisation of the installation's register or of the file, which may have one that the services do not know yet. */
  recorded(organisation: string): Organisation | undefined;
  /** The register's data as it is now, for another thread. */
  data(): RegisterData;
  /** Whether the installation's own register has the organisation. */
  installs(organisation: string): boolean;
  /**
   * Organisations that join: on disk first; then whatever must know them before any event of theirs can be recorded (`announce`); only then the services.
   * A crash at any place between leaves a file that the next start begins with, everywhere. Where `announce` fails, the same `next` may be sent again.
   */
  join(next: Agencies, announce: (data: RegisterData) => Promise<void>): Promise<void>;
  /** Clients, who is disabled, and what is left to do: on disk, then at once everywhere. */
  admit(next: Agencies): void;
}

/** What the hub knows of its agencies: the register that services decide by, and who gets in. Reads `agencies.json`. */
export function openAgencies({ dataDirectory, register: installed, clients, realNow }: { readonly dataDirectory: string; readonly register: RegisterData; readonly clients: readonly Client[]; readonly realNow: () => number }): InstalledAgencies {
  const file = agenciesFile(dataDirectory);
  let current = readAgencies(file);
  const register = createLiveRegister(merged(installed, current));
  const access = createAccess(clients, current, realNow);
  return {
    register,
    access,
    now: () => current,
    recorded: (id) => merged(installed, current).organisations.find((organisation) => organisation.id === id),
    data: () => merged(installed, current),
    installs: (id) => installed.organisations.some((organisation) => organisation.id === id),
    async join(next, announce) {
      const data = merged(installed, next);
      writeAgencies(file, next);
      current = next;
      await announce(data);
      register.replace(data);
    },
    admit(next) {
      writeAgencies(file, next);
      current = next;
      access.replace(next);
    },
  };
}
