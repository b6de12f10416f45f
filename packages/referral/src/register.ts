import { ancestors, localDateOf } from '@guitu/contracts';
import type { Contract, Organisation, RegisterData, Role } from '@guitu/contracts';
import { installedCalendar } from './clocks/index.js';
import type { WorkingCalendar } from './clocks/index.js';

/** The organisation register as rules ask it: pure lookups over the installation's data. */
export interface Register {
  get(id: string): Organisation | undefined;
  roleOf(id: string): Role | undefined;
  /** Contract between station and partner that covers the instant's local day. */
  contractAt(station: string, partner: string, at: string): Contract | undefined;
  contract(id: string): Contract | undefined;
  contractsOf(partner: string): readonly Contract[];
  /** Civil affairs of the organisation's own division or one above it (protocol section 4, participation). */
  supervises(office: string, organisation: string): boolean;
  /** Nearest civil affairs office at or above the organisation's division. */
  nearestOffice(organisation: string): Organisation | undefined;
  readonly all: readonly Organisation[];
  /** By which working days are counted. */
  readonly calendar: WorkingCalendar;
}

export function createRegister({ organisations, contracts, calendar }: RegisterData): Register {
  const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
  const contractById = new Map(contracts.map((contract) => [contract.id, contract]));
  const chains = new Map<string, readonly string[]>();
  const chainOf = (division: string): readonly string[] => {
    let chain = chains.get(division);
    if (chain === undefined) {
      chain = [division, ...ancestors(division)];
      chains.set(division, chain);
    }
    return chain;
  };
  return {
    all: organisations,
    calendar: installedCalendar(calendar),
    get: (id) => byId.get(id),
    roleOf: (id) => byId.get(id)?.role,
    contractAt: (station, partner, at) => {
      const day = localDateOf(at);
      return contracts.find((contract) => contract.station === station && contract.partner === partner && contract.from <= day && day <= contract.to);
    },
    contract: (id) => contractById.get(id),
    contractsOf: (partner) => contracts.filter((contract) => contract.partner === partner),
    supervises: (office, organisation) => {
      const above = byId.get(office);
      const below = byId.get(organisation);
      if (above?.role !== 'civil-affairs' || below === undefined || office === organisation) return false;
      return chainOf(below.division).includes(above.division);
    },
    nearestOffice: (organisation) => {
      const below = byId.get(organisation);
      if (below === undefined) return undefined;
      for (const division of chainOf(below.division)) {
        const office = organisations.find((candidate) => candidate.role === 'civil-affairs' && candidate.division === division && candidate.id !== organisation);
        if (office !== undefined) return office;
      }
      return undefined;
    },
  };
}
