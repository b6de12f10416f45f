import { join } from 'node:path';
import type { ModuleRef } from '@guitu/event-bus';
import type { EventStore } from '@guitu/event-store';
import { createRegister } from '@guitu/referral';
import { createCaseReader, eventStoreUrl, hubIdentity, installedRegister, kafkaBrokers, namespaceOf, operateProjections, probeReady, runProcess, serviceTokens, startProjections, tellCalendar, vaultUrl } from '@guitu/service-kit';
import type { ProcessContext, Service } from '@guitu/service-kit';
import type { Vault } from '@guitu/vault';
import { createAgency } from './agency.js';
import type { Agency } from './agency.js';
import { worklistModule } from './worklist/module.js';

/** Whatever can be asked whether it works. */
interface Probed {
  probe(): Promise<void>;
}

/** A log on an event store that may have several. */
export interface LogPlace {
  readonly url: string;
  readonly namespace: string;
}

/** On what an agency in a process of its own stands. Its `main.ts` chooses. */
export interface AgencyAdapters {
  openStore(options: LogPlace): Promise<EventStore & Probed>;
  openVault(options: { readonly url: string; readonly tokens: ReturnType<typeof serviceTokens> }): Vault & Probed;
  /** Names the log, for a thread that only reads it. */
  feed(log: LogPlace): ModuleRef;
  /** Names the source of the worklist's events in the projection's thread. */
  worklistSource(settings: WorklistSourceSettings): ModuleRef;
}

export interface WorklistSourceSettings {
  readonly log: LogPlace;
  /** That log, for the projection's thread. */
  readonly feed: ModuleRef;
  readonly brokers: readonly string[];
  /** Names this copy of this service: each copy is a consumer of its own, because each has the whole worklist. */
  readonly consumer: string;
}

async function start(agency: Agency, adapters: AgencyAdapters, context: ProcessContext): Promise<Service> {
  const { name, instance, config, environment, dataDirectory, runtime, logger, instruments, processMetrics, tokenUrl, open, keep } = context;
  const log: LogPlace = { url: eventStoreUrl(environment), namespace: namespaceOf(environment) };
  const feed = adapters.feed(log);
  const source = adapters.worklistSource({ log, feed, brokers: kafkaBrokers(environment), consumer: instance === '' ? name : `${name}-${instance}` });
  const vault = keep(adapters.openVault({ url: vaultUrl(environment, config), tokens: serviceTokens(context, 'vault') }));
  const data = await installedRegister(environment, config);

  const [store, verifier] = await Promise.all([open('store', async () => keep(await adapters.openStore(log))), context.openVerifier(), open('vault', () => vault.probe())]);
  const hubId = await open('hub', () => hubIdentity(store, runtime, runtime.businessNow()));
  const projections = await open('projections', async () =>
    keep(await startProjections({ modules: [{ url: worklistModule, exportName: 'openWorklistProjection', options: { register: data, log: feed } }], source, directory: join(dataDirectory, 'projections'), config, processMetrics, logger })),
  );
  const [cases, register] = [createCaseReader(store), createRegister(data)];
  if (!config.sample) tellCalendar(register, runtime.businessNow(), logger);
  await operateProjections(context, { projections, store, cases, register });
  return createAgency(agency, {
    store, cases, vault, register, projections, worklist: projections.reader('worklist'), runtime, logger, verifier, hubId, sample: config.sample, tokenUrl, instruments, rates: config.rates,
    readiness: [probeReady('store', () => store.probe()), probeReady('vault', () => vault.probe())],
  });
}

/** The whole of an agency's `main.ts`: runs it as a process of its own until a signal ends it. */
export function runAgency(agency: Agency, adapters: AgencyAdapters): Promise<never> {
  return runProcess({ name: agency.role, title: agency.title, start: (context) => start(agency, adapters, context) });
}
