import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agencies } from '@guitu/standalone';
import { openDatabase } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { waitFor } from '../support/wait-for.js';

/** What each service serves from. */
const readsOf: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(agencies.map(({ role }) => [role, ['worklist']])),
  audit: ['audit-log', 'audit', 'report'],
  'data-protection': ['persons'],
};
const projections = [...new Set(Object.values(readsOf).flat())];

interface Answer {
  readonly status: number;
  readonly checks: { readonly projections?: Readonly<Record<string, { readonly ok: boolean; readonly lagEvents: number } | boolean>> };
}

/** More than may wait, of a kind that no projection shows: until it was looked at, nobody knows. */
async function fallBehind({ hub }: TestHub): Promise<void> {
  const stream = `filler-${randomUUID()}`;
  for (let revision = -1; revision < 10_000; revision += 500) {
    const events = Array.from({ length: 500 }, () => ({ id: randomUUID(), type: 'filler', bytes: Buffer.from('{}') }));
    expect(await hub.store.append(stream, events, { expected: revision < 0 ? 'no-stream' : revision })).toMatchObject({ ok: true });
  }
}

/** Another program that keeps the projection's file to itself, so that nothing can be applied to it. */
function hold({ directory }: TestHub, name: string): SqliteDatabase {
  const file = readFileSync(join(directory, 'projections', `${name}.current`), 'utf8').trim();
  const other = openDatabase(join(directory, 'projections', file), { durability: 'normal' });
  other.exec('begin immediate');
  return other;
}

test('each service is not ready while a projection that it serves from is more than 10,000 events behind, names it, and is ready again once that has caught up', async () => {
  const hub = await startTestHub();
  const held = new Map<string, SqliteDatabase>();
  const ask = async (service: string): Promise<Answer> => {
    const reply = await fetch(`${hub.hub.urls[service as 'audit']}/readyz`);
    return { status: reply.status, checks: ((await reply.json()) as Answer).checks };
  };
  /** Each service stands by the projections that are held, by its own and no others. */
  const becomes = async (): Promise<void> => {
    for (const [service, names] of Object.entries(readsOf)) {
      const behind = names.filter((name) => held.has(name));
      await waitFor(`${service} to be ${behind.length === 0 ? 'ready' : `behind with ${behind.join()}`}`, async () => {
        const { status, checks } = await ask(service);
        const found = Object.entries(checks.projections ?? {}).flatMap(([name, state]) => (typeof state === 'object' && !state.ok && state.lagEvents > 10_000 ? [name] : []));
        return status === (behind.length === 0 ? 200 : 503) && checks.projections?.['ok'] === (behind.length === 0) && found.join() === behind.join();
      }, 20_000);
    }
    // It gives tokens meanwhile.
    expect(await ask('issuer')).toEqual({ status: 200, checks: {} });
  };
  const letGo = (name: string): void => {
    held.get(name)?.close();
    held.delete(name);
  };
  try {
    await becomes();
    for (const name of projections) held.set(name, hold(hub, name));
    await fallBehind(hub);
    await becomes();
    for (const name of projections) {
      letGo(name);
      await becomes();
    }
  } finally {
    for (const name of projections) letGo(name);
    await hub.close();
  }
}, 120_000);
