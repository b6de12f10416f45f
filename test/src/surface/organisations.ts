import type { RegisterData, Role } from '@guitu/contracts';

const organisation = (id: string, role: Role, division: string) => ({ id, role, name: id, division });

/** One of each kind in Baoji, and one of each far away, who take part in nothing. */
export const register: RegisterData = {
  organisations: (['police', 'hospital', 'station', 'elder-care', 'civil-affairs', 'audit', 'data-protection', 'hub'] as const).flatMap((role) => [
    organisation(`${role}-baoji`, role, '610300'),
    organisation(`${role}-haikou`, role, '460100'),
  ]),
  contracts: [{ id: 'contract-1', station: 'station-baoji', partner: 'elder-care-baoji', from: '2013-01-01', to: '2990-12-31', accessDays: 30 }],
};

export const allRoles: readonly Role[] = [...new Set(register.organisations.map(({ role }) => role))];
export const near = (role: Role): string => `${role}-baoji`;
export const far = (role: Role): string => `${role}-haikou`;
export const divisionOf = (id: string): string => register.organisations.find((one) => one.id === id)?.division ?? '100000';
