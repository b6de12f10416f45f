export { agencyVerbs } from './agency-verbs.js';
export { openAgencies } from './agencies.js';
export type { InstalledAgencies } from './agencies.js';
