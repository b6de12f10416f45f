import { join } from 'node:path';
import { feedSource } from '@guitu/event-bus';
import { openEventStoreDb } from '@guitu/event-store/eventstoredb';
import { createRegister } from '@guitu/referral';
import { createCaseReader, eventStoreUrl, hubIdentity, installedRegister, namespaceOf, operateProjections, probeReady, runProcess, serviceTokens, startProjections, vaultUrl } from '@guitu/service-kit';
import { remoteVault } from '@guitu/vault';
import { createDataProtection, dataProtectionTitle, personsModule, retentionTerms } from './index.js';

await runProcess({
  name: 'data-protection',
  title: dataProtectionTitle,
  start: async (context) => {
    const { config, environment, dataDirectory, runtime, logger, instruments, processMetrics, tokenUrl, open, keep } = context;
    const terms = retentionTerms(environment);
    const log = { url: eventStoreUrl(environment), namespace: namespaceOf(environment) };
    const vault = keep(remoteVault({ url: vaultUrl(environment, config), tokens: serviceTokens(context, 'vault') }));
    const data = await installedRegister(environment, config);

    const [store, verifier] = await Promise.all([open('store', async () => keep(await openEventStoreDb(log))), context.openVerifier(), open('vault', () => vault.probe())]);
    const hubId = await open('hub', () => hubIdentity(store, runtime, runtime.businessNow()));
    const feed = feedSource({ url: '@guitu/event-store/eventstoredb', exportName: 'openEventStoreDbFeed', options: log });
    const projections = await open('projections', async () => keep(await startProjections({ modules: [personsModule], source: feed, directory: join(dataDirectory, 'projections'), config, processMetrics, logger })));
    const [cases, register] = [createCaseReader(store), createRegister(data)];
    const { service, keeper, verbs } = createDataProtection({
      store, cases, desk: vault.desk, projections, register, terms, runtime, logger, verifier, hubId, sample: config.sample, tokenUrl, rates: config.rates, instruments,
      readiness: [probeReady('store', () => store.probe()), probeReady('vault', () => vault.probe())],
    });
    keep(keeper);
    await operateProjections(context, { projections, store, cases, register, verbs });
    return service;
  },
});
