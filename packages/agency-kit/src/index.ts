export type { Agency, AgencyDependencies } from './agency.js';
export { createAgency } from './agency.js';
export { worklistProjection } from './worklist/projection.js';
export type { WorklistOptions } from './worklist/projection.js';
export { inHand } from './worklist/in-hand.js';
export type { InHand } from './worklist/in-hand.js';
export { worklistModule } from './worklist/module.js';
export type { AgencyAdapters, WorklistSourceSettings } from './run-agency.js';
export { runAgency } from './run-agency.js';
