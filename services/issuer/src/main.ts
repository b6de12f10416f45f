import { join } from 'node:path';
import { installedRegister, loadSigningKey, portOf, portOffsets, runProcess } from '@guitu/service-kit';
import type { ServiceName } from '@guitu/service-kit';
import { createClientRegister, createIssuer, installedClients, issuerTitle, originsOf, sampleServiceClients } from './index.js';

await runProcess({
  name: 'issuer',
  title: issuerTitle,
  start: async ({ config, environment, dataDirectory, runtime, logger, instruments, tokenUrl }) => {
    const { sample, issuer } = config;
    const register = await installedRegister(environment, config);
    const installed = await installedClients({ file: join(dataDirectory, 'clients.json'), sample, register });
    const clients = createClientRegister(sample ? [...installed, ...sampleServiceClients] : installed);
    const key = await loadSigningKey(join(dataDirectory, 'signing-key.json'));
    const pages = (Object.keys(portOffsets) as ServiceName[]).flatMap((service) => originsOf(`http://127.0.0.1:${portOf(config, service)}`, issuer));
    return createIssuer({ issuer, key, clients, origins: new Set(pages), runtime, logger, instruments, tokenUrl, rates: config.rates });
  },
});
