import { join } from 'node:path';
import { feedSource } from '@guitu/event-bus';
import type { ModuleRef } from '@guitu/event-bus';
import { openEventStoreDb } from '@guitu/event-store/eventstoredb';
import { createRegister } from '@guitu/referral';
import { createCaseReader, eventStoreUrl, installedRegister, namespaceOf, operateProjections, probeReady, runProcess, serviceTokens, startProjections, vaultUrl } from '@guitu/service-kit';
import { remoteVault } from '@guitu/vault';
import { auditProjectionModules, auditTitle, createAuditService, reindexVerb, serveVault, tellOldIndex, vaultChannel } from './index.js';

await runProcess({
  name: 'audit',
  title: auditTitle,
  start: async (context) => {
    const { config, environment, dataDirectory, runtime, logger, instruments, processMetrics, tokenUrl, open, keep } = context;
    const log = { url: eventStoreUrl(environment), namespace: namespaceOf(environment) };
    const vault = keep(remoteVault({ url: vaultUrl(environment, config), tokens: serviceTokens(context, 'vault') }));
    const data = await installedRegister(environment, config);

    const [store, verifier] = await Promise.all([open('store', async () => keep(await openEventStoreDb(log))), context.openVerifier(), open('vault', () => vault.probe())]);
    // The report opens what it counts in the projections' thread, which asks this one.
    const channel = 'guitu-vault';
    keep(serveVault(vault, { channel }));
    const feed: ModuleRef = { url: '@guitu/event-store/eventstoredb', exportName: 'openEventStoreDbFeed', options: log };
    const projections = await open('projections', async () =>
      keep(await startProjections({ modules: auditProjectionModules({ register: data, vault: vaultChannel(channel), store: feed }), source: feedSource(feed), directory: join(dataDirectory, 'projections'), config, processMetrics, logger })),
    );
    const register = createRegister(data);
    await operateProjections(context, { projections, store, cases: createCaseReader(store), register, verbs: [reindexVerb({ vault, store })] });
    await open('vault', () => tellOldIndex(vault, logger));
    return createAuditService({
      store, vault, projections, register, runtime, logger, verifier, sample: config.sample, tokenUrl, instruments, rates: config.rates,
      readiness: [probeReady('store', () => store.probe()), probeReady('vault', () => vault.probe())],
    });
  },
});
