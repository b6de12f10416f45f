import { openMemoryStore } from './index.js';
import { storeContract } from './testing/index.js';

storeContract({
  name: 'The memory store',
  open: async () => openMemoryStore(),
  capabilities: { refusesReusedIds: true },
});
