export type { DataProtectionDependencies } from './dependencies.js';
export type { DataProtection } from './service.js';
export { createDataProtection, dataProtectionTitle } from './service.js';
export { personsModule } from './modules.js';
export { personsProjection } from './persons/persons-projection.js';
export type { RetentionTerms } from './retention/terms.js';
export { retentionTerms } from './retention/setting.js';
