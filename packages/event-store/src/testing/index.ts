export { storeContract } from './store-contract.js';
export type { StoreCapabilities, StoreContract } from './contract-case.js';
export { eventFor, eventsFor } from './test-events.js';
export { readAll, readUntil } from './read-log.js';
export { announceSeed, seededRandom } from './seed.js';
