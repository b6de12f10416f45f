import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '@guitu/sqlite';
import { fetchToken } from '../support/token.js';
import { waitFor } from '../support/wait-for.js';
import type { MainProcess } from './hub-main.js';
import { startMain } from './hub-main.js';

type Ready = { readonly status: string; readonly checks: Readonly<Record<string, unknown>> };

describe('a hub of which a part is away', () => {
  let hub: MainProcess;
  beforeAll(async () => {
    hub = await startMain();
  }, 60_000);
  afterAll(() => hub.remove());

  const ready = async (): Promise<Ready> => (await (await fetch(`${hub.url('station')}/readyz`)).json()) as Ready;
  const becomes = (what: string, part: string, is: boolean) => waitFor(what, async () => (await ready()).checks[part] === is);

  async function away(file: string, part: string): Promise<void> {
    const [place, aside] = [join(hub.directory, file), join(hub.directory, 'aside')];
    await rename(place, aside);
    await becomes(`${part} away`, part, false);
    expect((await fetch(`${hub.url('station')}/readyz`)).status).toBe(503);
    expect((await fetch(`${hub.url('station')}/healthz`)).status).toBe(200);
    // The issuer stands on neither: whoever sends again later has a token by then.
    const issuer = await fetch(`${hub.url('issuer')}/readyz`);
    expect([issuer.status, await issuer.json()]).toEqual([200, { status: 'ready', checks: {} }]);
    expect(await fetchToken(hub.url('issuer'), 'station-baoji')).toMatch(/^ey/u);
    await rename(aside, place);
    await becomes(`${part} back`, part, true);
    expect((await ready()).status).toBe('ready');
  }

  test('says so while the log is not where it was, and lives, and gives tokens', () => away('log.db', 'store'));
  test('says so while the keys are not where they were, and lives, and gives tokens', () => away(join('keys', 'keys.db'), 'vault'));
  test('says so while who looks cannot be recorded, and lives', () => away(join('keys', 'looked.db'), 'vault'));
  test('says so while another program holds the lock of the log', async () => {
    const other = openDatabase(join(hub.directory, 'log.db'), { durability: 'full' });
    other.exec('begin immediate');
    await becomes('the lock held', 'store', false);
    other.exec('rollback');
    other.close();
    await becomes('the lock free', 'store', true);
  });
});
