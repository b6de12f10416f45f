export { keyOf } from './key.js';
export type { LogPlace } from './relay-process.js';
export { relayProcess } from './relay-process.js';
