import type { RegisterData } from '@guitu/contracts';
import { createRegister } from '@guitu/referral';
import type { Register } from '@guitu/referral';

export interface LiveRegister extends Register {
  /** From now on every answer is by this data. */
  replace(data: RegisterData): void;
}

/** The register of a hub that agencies join while it runs: one object that all services hold, and that answers by the newest data. */
export function createLiveRegister(data: RegisterData): LiveRegister {
  let current = createRegister(data);
  return {
    get: (id) => current.get(id),
    roleOf: (id) => current.roleOf(id),
    contractAt: (station, partner, at) => current.contractAt(station, partner, at),
    contract: (id) => current.contract(id),
    contractsOf: (partner) => current.contractsOf(partner),
    supervises: (office, organisation) => current.supervises(office, organisation),
    nearestOffice: (organisation) => current.nearestOffice(organisation),
    get all() {
      return current.all;
    },
    get calendar() {
      return current.calendar;
    },
    replace: (next) => {
      current = createRegister(next);
    },
  };
}
