export { deliverBadly } from './bad-delivery.js';
export type { BadDelivery } from './bad-delivery.js';
export { rebuiltRows, rowsOf, untilCaughtUp } from './rows.js';
export type { Rows } from './rows.js';
export { rowsByDefinition } from './rows-by-definition.js';
export { realRuntime } from './real-runtime.js';
export { seeded } from './random.js';
export { until } from './until.js';
