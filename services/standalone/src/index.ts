export { agencies, startHub } from './hub.js';
export type { Hub, HubOptions } from './hub.js';
export { sampleSecret } from './issuer/index.js';
export { loadRegister, sampleRegisterFile } from './register-file.js';
export { createProgress, resolve, sampleScript } from './sample/index.js';
export type { Known, Progress, Script, Step } from './sample/index.js';
