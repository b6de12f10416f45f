import type { RegisterData } from '@guitu/contracts';
import { callModule } from '@guitu/event-bus';
import type { ModuleRef, ProjectionDefinition } from '@guitu/event-bus';
import type { EventReader } from '@guitu/event-store';
import type { Vault } from '@guitu/vault/asking';
import { auditProjection } from './cases/audit-projection.js';
import type { AuditProjectionOptions, AuditedEvent } from './cases/audit-projection.js';
import { auditLogProjection } from './log/log-projection.js';
import { reportProjection } from './report/report-projection.js';
import { vaultOverChannel } from './sealed/vault-channel.js';
import type { ChannelOptions } from './sealed/vault-channel.js';

interface ReportModuleOptions {
  readonly vault: ModuleRef;
  readonly store: ModuleRef;
}

export interface AuditModulesOptions {
  readonly register: RegisterData;
  /** Names a function that answers with a `Pick<Vault, 'open'>` in the projection's thread; `vaultChannel(name)` in the embedded profile. */
  readonly vault: ModuleRef;
  /** Names a function that answers with an `EventReader` of the log, such as `openSqliteFeed`. */
  readonly store: ModuleRef;
}

const here = (exportName: string, options?: unknown): ModuleRef => ({ url: import.meta.url, exportName, options });

/**
 * The projections of audit, for `startProjectionWorker`. The source that they run on must be the store's own feed in both profiles, because the log
 * index is the order of the whole log, which no other bus has.
 */
export function auditProjectionModules({ register, vault, store }: AuditModulesOptions): readonly ModuleRef[] {
  return [
    here('auditLogModule'),
    here('auditModule', { register } satisfies AuditProjectionOptions),
    here('reportModule', { vault, store } satisfies ReportModuleOptions),
  ];
}

/** The names under which the projections run. */
export const auditProjections = ['audit-log', 'audit', 'report'] as const;

/** The vault of another thread of this process, where `serveVault` answers under the same name. */
export const vaultChannel = (channel: string): ModuleRef => here('channelModule', { channel } satisfies ChannelOptions);

export const auditLogModule = (): ReturnType<typeof auditLogProjection> => auditLogProjection();
export const auditModule = (options: AuditProjectionOptions): ProjectionDefinition<AuditedEvent> => auditProjection(options);
export async function reportModule({ vault, store }: ReportModuleOptions): Promise<ReturnType<typeof reportProjection>> {
  return reportProjection({ vault: await callModule<Pick<Vault, 'open'>>(vault), store: await callModule<EventReader>(store) });
}
export const channelModule = (options: ChannelOptions): Pick<Vault, 'open'> => vaultOverChannel(options);
