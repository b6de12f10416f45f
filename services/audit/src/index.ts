export { auditProjections, auditProjectionModules, vaultChannel } from './modules.js';
export type { AuditModulesOptions } from './modules.js';
export { auditLogProjection } from './log/log-projection.js';
export { auditProjection } from './cases/audit-projection.js';
export { reportProjection } from './report/report-projection.js';
export { serveVault } from './sealed/vault-channel.js';
export { auditTitle, createAuditService } from './service.js';
export type { AuditDependencies } from './service.js';
