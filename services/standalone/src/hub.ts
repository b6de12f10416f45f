import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createAgency, inHand, worklistModule } from '@guitu/agency-kit';
import type { Agency } from '@guitu/agency-kit';
import { auditProjectionModules, createAuditService, reindexVerb, serveVault, tellOldIndex, vaultChannel } from '@guitu/audit';
import { civilAffairs } from '@guitu/civil-affairs';
import type { RegisterData } from '@guitu/contracts';
import { createDataProtection, personsModule } from '@guitu/data-protection';
import type { RetentionTerms } from '@guitu/data-protection';
import { elderCare } from '@guitu/elder-care';
import { sqliteSource } from '@guitu/event-bus';
import type { Projections } from '@guitu/event-bus';
import { openSqliteStore } from '@guitu/event-store';
import type { EventStore } from '@guitu/event-store';
import { hospital } from '@guitu/hospital';
import { createIssuer, hashSecret, installedClients, originsOf } from '@guitu/issuer';
import { police } from '@guitu/police';
import { LOG_FORMAT, StartError, createCaseReader, createInstruments, createLogger, createProcessMetrics, createVerifier, defaultLedger, disclosureVerb, goOnRotating, hubIdentity, keptParts, keysVerbs, loadSigningKey, localKeys, openTraces, parkedVerbs, portOf, probeReady, projectionVerbs, rebuildWithProgress, release, remoteKeys, startOperator, startProjections, tellCalendar, writableDirectory } from '@guitu/service-kit';
import type { Config, Logger, RunningService, Runtime, Service, ServiceName } from '@guitu/service-kit';
import { station } from '@guitu/station';
import { openVault, readMasterKey } from '@guitu/vault';
import type { KeyPlace, LocalVault } from '@guitu/vault';
import { agencyVerbs, openAgencies } from './agencies/index.js';
import { backupVerbs } from './backup/index.js';

export const agencies: readonly Agency[] = [police, hospital, station, elderCare, civilAffairs];

export interface HubOptions {
  readonly config: Config;
  readonly register: RegisterData;
  readonly runtime: Runtime;
  /** Port of each service; those of the fixed surface when absent. Tests take any that are free. */
  readonly port?: (service: ServiceName) => number;
  /** Benches take a vault that does less; `openVault` when absent. */
  readonly vault?: typeof openVault;
  /** File of the erasure ledger; in a folder of the data directory that no backup copies, when absent. */
  readonly ledger?: string;
  /** The master key; in the folder of the keys, when absent. */
  readonly masterKey?: Exclude<KeyPlace, { readonly directory: string }>;
  /** How long case files must be kept; no term is set when absent. */
  readonly terms?: RetentionTerms;
  /** Business time of a log's birth, in milliseconds; now when absent. A sample that plays a year in the past is born before it, so that recorded times run through that year. */
  readonly bornAt?: number;
}

export interface Hub {
  readonly hubId: string;
  readonly store: EventStore;
  readonly vault: LocalVault;
  readonly projections: Projections;
  readonly urls: Readonly<Record<'issuer' | Agency['role'] | 'audit' | 'data-protection', string>>;
  /** All that each of them answers at, in the words of the routes. */
  readonly endpoints: Readonly<Record<string, Service['endpoints']>>;
  /** Finishes what was accepted, then releases everything; idempotent. */
  close(): Promise<void>;
}

/** The embedded profile: every service in one process, on one log, one vault and two threads of projections. The only place that chooses its adapters. */
export async function startHub({ config, register: data, runtime, ledger = defaultLedger(config.dataDirectory), masterKey, terms = {}, bornAt = runtime.businessNow(), vault: opens = openVault, port = (service) => portOf(config, service) }: HubOptions): Promise<Hub> {
  const { keep, close: closeParts } = keptParts();
  const listening: Pick<RunningService, 'close'>[] = [];
  const closeAll = async (): Promise<void> => {
    // All at once: one client that holds on must not hold the services one after the other.
    await Promise.all(listening.splice(0).map((service) => service.close()));
    await closeParts();
  };
  const loggerOf = (service: string): Logger => createLogger({ service, level: config.logLevel, destination: process.stderr });

  try {
    const { dataDirectory, sample, host, rates } = config;
    await writableDirectory(join(dataDirectory, 'projections'));
    refuseLogWithoutKeys(dataDirectory);
    const logFile = join(dataDirectory, 'log.db');
    const processMetrics = createProcessMetrics({ version: release, logFormat: LOG_FORMAT, logFile, runtime });
    keep(processMetrics);
    const traces = keep(await openTraces({ enabled: config.traces ?? false, version: release, runtime }));
    const instrumentsOf = (service: string) => createInstruments({ service, runtime, spans: traces.spansOf(service), process: processMetrics });
    // The vault first: its file is locked to one process, so that a second hub on the same data stops here, before it touches the log.
    const vault = keep(await opens({ directory: join(dataDirectory, 'keys'), realNow: runtime.realNow, ledger: ledger, ...(masterKey === undefined ? {} : { masterKey: readMasterKey(masterKey) }) }));
    const store = keep(await openSqliteStore({ file: logFile }));
    const hubId = await hubIdentity(store, runtime, bornAt);
    const clients = await installedClients({ file: join(dataDirectory, 'clients.json'), sample, register: data });
    const joined = openAgencies({ dataDirectory, register: data, clients, realNow: runtime.realNow });
    const { register, access } = joined;
    const logger = loggerOf('hub');
    await tellOldIndex(vault, logger);
    if (!sample) tellCalendar(register, runtime.businessNow(), logger);
    // Projections run in threads of their own, and the vault's file belongs to this one: what reports may open, they ask for.
    const channel = `guitu-vault-${store.storeId}`;
    keep(serveVault(vault, { channel }));
    const projections = keep(
      await startProjections({
        // What agencies wait for stands behind nothing else.
        modules: [{ url: worklistModule, exportName: 'worklistProjection', options: { register: joined.data() } }],
        apart: [...auditProjectionModules({ register: joined.data(), vault: vaultChannel(channel), store: { url: '@guitu/event-store', exportName: 'openSqliteFeed', options: { file: logFile } } }), personsModule],
        source: sqliteSource(logFile),
        directory: join(dataDirectory, 'projections'),
        config, processMetrics, logger,
      }),
    );

    const key = await loadSigningKey(join(dataDirectory, 'issuer', 'signing-key.json'));
    // An issuer elsewhere (any OpenID provider) publishes its own keys; the hub's own are at hand.
    const keys = config.ownIssuer ? localKeys(key.jwks) : remoteKeys(config.jwksUrl);
    const tokenUrl = `${config.issuer.replace(/\/$/u, '')}/oauth/token`;
    const verifierOf = (service: string) => createVerifier({ service, issuer: config.issuer, keys, runtime, refuses: access.refuses });
    const readiness = [probeReady('store', () => store.probe()), probeReady('vault', () => vault.probe())];
    // The pages at /docs of all services may ask the issuer for tokens; nobody else's may.
    const origins = new Set<string>();
    const endpoints: Record<string, Service['endpoints']> = {};
    const start = async (service: Pick<Service, 'name' | 'endpoints' | 'listen'>, name: ServiceName): Promise<string> => {
      const running = await service.listen({ host, port: port(name) });
      listening.push(running);
      endpoints[service.name] = service.endpoints;
      for (const origin of originsOf(running.url, config.issuer)) origins.add(origin);
      return running.url;
    };

    const issuer = await start(createIssuer({ issuer: config.issuer, key, clients: access, origins, runtime, logger: loggerOf('issuer'), instruments: instrumentsOf('issuer'), tokenUrl, rates }), 'issuer');
    const urls: Record<string, string> = { issuer };
    const cases = createCaseReader(store);
    for (const agency of agencies) {
      const { role } = agency;
      urls[role] = await start(
        createAgency(agency, { store, cases, vault, register, projections, worklist: projections.reader('worklist'), runtime, logger: loggerOf(role), verifier: verifierOf(role), hubId, sample, tokenUrl, readiness, rates, instruments: instrumentsOf(role) }),
        role,
      );
    }
    urls['audit'] = await start(createAuditService({ store, vault, register, projections, runtime, logger: loggerOf('audit'), verifier: verifierOf('audit'), sample, tokenUrl, readiness, rates, instruments: instrumentsOf('audit') }), 'audit');
    const { service: dataProtection, keeper, verbs: dataProtectionVerbs } = createDataProtection({ store, cases, desk: vault.desk, projections, register, terms, runtime, logger: loggerOf('data-protection'), verifier: verifierOf('data-protection'), hubId, sample, tokenUrl, readiness, rates, instruments: instrumentsOf('data-protection') });
    keep(keeper);
    urls['data-protection'] = await start(dataProtection, 'data-protection');
    const worklist = projections.reader('worklist');
    const announce = async (next: RegisterData): Promise<void> => {
      for (const name of ['worklist', 'audit']) await projections.reconfigure(name, { register: next });
    };
    const newSecret = (): string => hashSecret(runtime.uuid() + runtime.uuid());
    // Last, so that an operator finds a hub that works.
    listening.push(await startOperator({ dataDirectory, runtime, logger: loggerOf('operator'), verbs: (log) => [
      ...projectionVerbs({ projections, store, runtime }), ...parkedVerbs({ projections, log }), disclosureVerb({ cases, store, register, runtime }), ...backupVerbs({ dataDirectory, hubId, vault, ownKey: masterKey ?? { directory: join(dataDirectory, 'keys') }, runtime }), reindexVerb({ vault, store }), ...keysVerbs(vault), ...dataProtectionVerbs,
      ...agencyVerbs({ agencies: joined, announce, rebuildWorklists: (progress) => rebuildWithProgress({ projections, store, runtime }, 'worklist', progress), inHand: (organisation) => worklist.read((db) => inHand(db, organisation)), runtime, newSecret }),
    ] }));
    goOnRotating(vault, logger);
    return { hubId, store, vault, projections, urls: urls as Hub['urls'], endpoints, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** The keys are made before the log. A log without them, or with an empty file, was moved, or restored in part: new keys would make all of it unreadable without a word. */
function refuseLogWithoutKeys(directory: string): void {
  const keys = statSync(join(directory, 'keys', 'keys.db'), { throwIfNoEntry: false });
  if (existsSync(join(directory, 'log.db')) && (keys === undefined || keys.size === 0)) {
    throw new StartError(`The data directory ${directory} has a log and no keys. Put its keys directory back, or set GUITU_DATA to another.`);
  }
}
