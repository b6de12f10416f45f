export { originsOf } from './cross-origin.js';
export type { Client, ClientRegister } from './client-register.js';
export { clientSchema, createClientRegister, digestSecret, hashSecret, readClients } from './client-register.js';
export { audiencesOf, sampleClients, sampleSecret } from './sample-clients.js';
export type { IssuerOptions } from './issuer.js';
export { issuerEndpoints, TOKEN_SECONDS } from './issuer.js';
export type { InstalledClientsOptions } from './installed-clients.js';
export { installedClients } from './installed-clients.js';
