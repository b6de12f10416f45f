import { join } from 'node:path';
import { erasureLedger, goOnRotating, keysVerbs, masterKeySetting, probeReady, runProcess, startOperator } from '@guitu/service-kit';
import { openVault, readMasterKey } from '@guitu/vault';
import { createVaultService, vaultTitle } from './index.js';

await runProcess({
  name: 'vault',
  title: vaultTitle,
  start: async ({ config, dataDirectory, environment, runtime, logger, instruments, tokenUrl, open, openVerifier, keep }) => {
    const key = masterKeySetting(environment);
    const options = { directory: join(dataDirectory, 'keys'), realNow: runtime.realNow, ledger: erasureLedger(environment, dataDirectory) };
    const [vault, verifier] = await Promise.all([open('keys', async () => keep(await openVault({ ...options, ...(key === undefined ? {} : { masterKey: readMasterKey(key) }) }))), openVerifier()]);
    goOnRotating(vault, logger);
    keep(await startOperator({ dataDirectory, runtime, logger, verbs: () => keysVerbs(vault) }));
    return createVaultService({ vault, verifier, runtime, logger, instruments, tokenUrl, rates: config.rates, readiness: [probeReady('keys', () => vault.probe())] });
  },
});
