import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@guitu/service-kit';

/** The services of the distributed profile, each a process of its own, and whose port each has. */
export const distributedServices = {
  issuer: 'console', vault: 'vault', relay: 'relay', police: 'police', hospital: 'hospital', station: 'station', 'elder-care': 'elder-care', 'civil-affairs': 'civil-affairs', audit: 'audit', 'data-protection': 'data-protection',
} as const satisfies Readonly<Record<string, ServiceName>>;
export type DistributedService = keyof typeof distributedServices;

export const mainOf = (service: DistributedService): string => fileURLToPath(new URL(`../../../${service}/dist/main.js`, import.meta.url));
