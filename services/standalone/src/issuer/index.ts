export { originsOf } from './cross-origin.js';
export type { Client, ClientRegister } from './client-register.js';
export { clientSchema, createClientRegister, hashSecret, readClients } from './client-register.js';
export { sampleClients, sampleSecret } from './sample-clients.js';
export type { IssuerOptions } from './issuer.js';
export { issuerEndpoints, TOKEN_SECONDS } from './issuer.js';
export type { IssuerClientsOptions } from './issuer-clients.js';
export { openIssuerClients } from './issuer-clients.js';
