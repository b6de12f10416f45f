import { join } from 'node:path';
import { probeReady, runProcess } from '@guitu/service-kit';
import { openVault } from '@guitu/vault';
import { createVaultService, vaultTitle } from './index.js';

await runProcess({
  name: 'vault',
  title: vaultTitle,
  start: async ({ config, dataDirectory, runtime, logger, instruments, tokenUrl, open, openVerifier, keep }) => {
    const [vault, verifier] = await Promise.all([open('keys', async () => keep(await openVault({ directory: join(dataDirectory, 'keys'), realNow: runtime.realNow }))), openVerifier()]);
    return createVaultService({ vault, verifier, runtime, logger, instruments, tokenUrl, rates: config.rates, readiness: [probeReady('keys', () => vault.probe())] });
  },
});
