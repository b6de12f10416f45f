import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from './index.js';
import { storeContract } from './testing/index.js';

const folder = mkdtempSync(join(tmpdir(), 'guitu-store-'));
const fileOf = (storeId: string): string => join(folder, `${storeId}.sqlite`);
let opened = 0;

afterAll(() => rmSync(folder, { recursive: true }));

storeContract({
  name: 'The SQLite store',
  open: () => openSqliteStore({ file: fileOf(`log-${++opened}`), storeId: `log-${opened}` }),
  reopen: ({ storeId }) => openSqliteStore({ file: fileOf(storeId) }),
  capabilities: { refusesReusedIds: true },
});
