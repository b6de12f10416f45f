export { agencies, startHub } from './hub.js';
export type { Hub, HubOptions } from './hub.js';
export { sampleSecret } from './issuer/index.js';
export { loadRegister } from './register-file.js';
