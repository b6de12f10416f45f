export { agencies, startHub } from './hub.js';
export { hubIdentity } from './hub-identity.js';
export type { Hub, HubOptions } from './hub.js';
export { sampleSecret } from './issuer/index.js';
export { loadRegister, sampleRegisterFile } from './register-file.js';
export { createProgress } from './progress.js';
export type { Progress } from './progress.js';
export { resolve, sampleScript } from './sample/index.js';
export type { Known, Script, Step } from './sample/index.js';
