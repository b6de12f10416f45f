import type { VaultCaller } from '../port.js';

/** Sees identity, contact, circumstances and care whole. */
export const responsibleStation: VaultCaller = { organisation: 'baoji-station', role: 'station', relations: ['responsible'], purpose: 'case-work' };
export const treatingHospital: VaultCaller = { organisation: 'baoji-hospital', role: 'hospital', relations: ['custodian'], purpose: 'case-work' };
export const auditor: VaultCaller = { organisation: 'audit-office', role: 'audit', relations: [], purpose: 'audit' };
export const reporter: VaultCaller = { organisation: 'hub', role: 'hub', relations: [], purpose: 'report' };
