export type { OrganisationId, TestHub, TestHubOptions, TokenOptions } from './hub.js';
export { issuer, organisations, startTestHub } from './hub.js';
export type { Answered, Sending } from './requests.js';
export { get, manFound, newCase, post } from './requests.js';
export type { FeedChecker } from './feed.js';
export { feedChecker } from './feed.js';
export { freePort } from './free-port.js';
