export type { Agency, AgencyDependencies } from './agency.js';
export { createAgency } from './agency.js';
export { discloseEvents, relationsToCase } from './case-view/disclose.js';
export type { Disclosed } from './case-view/disclose.js';
export { caseViewRoute, openCase } from './case-view/route.js';
export type { CaseView } from './case-view/view.js';
export { sharedCommands } from './shared-commands.js';
export { worklistProjection } from './worklist/projection.js';
export type { WorklistOptions } from './worklist/projection.js';
export { inHand } from './worklist/in-hand.js';
export type { InHand } from './worklist/in-hand.js';
export { workItem, worklistPage } from './worklist/query.js';
export type { WorkItemView } from './worklist/query.js';

/** The worklist as a module that the projection's thread can load; `options` is a `WorklistOptions`. */
export const worklistModule = new URL('./worklist/projection.js', import.meta.url).href;
