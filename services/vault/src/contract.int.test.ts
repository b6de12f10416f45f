import { eraseAt, vaultContract } from '@guitu/vault/testing';
import { everyService, listeningVault } from './testing/listening-vault.js';

vaultContract({
  name: 'The vault in a process of its own',
  open: async () => {
    const listening = await listeningVault();
    return { vault: everyService(listening), destroy: (personIds) => eraseAt(listening.local.desk, personIds), dispose: () => listening.dispose() };
  },
});
