import type { VaultCaller } from '../port.js';

/** Answers of tests that are not about who looked. */
const answer = { id: 'request-1', operation: 'test' };

/** Sees identity, contact, circumstances and care whole. */
export const responsibleStation: VaultCaller = { organisation: 'baoji-station', role: 'station', relations: ['responsible'], purpose: 'case-work', answer };
export const treatingHospital: VaultCaller = { organisation: 'baoji-hospital', role: 'hospital', relations: ['custodian'], purpose: 'case-work', answer };
export const auditor: VaultCaller = { organisation: 'audit-office', role: 'audit', relations: [], purpose: 'audit', answer };
export const reporter: VaultCaller = { organisation: 'hub', role: 'hub', relations: [], purpose: 'report', answer };
