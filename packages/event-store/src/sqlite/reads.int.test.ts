import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventFor } from '../testing/index.js';
import { readPages } from '../testing/read-log.js';
import { openSqliteStore } from './open-store.js';

it('a page of large events ends before its count, and none is missed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guitu-reads-'));
  const store = await openSqliteStore({ file: join(folder, 'log.sqlite'), durability: 'normal' });
  const SIZE = 100_000;
  for (let n = 0; n < 150; n += 1) await store.append(n % 2 === 0 ? `case-${n}` : `person-${n}`, [{ ...eventFor(`${n}`), bytes: new Uint8Array(SIZE) }], { expected: 'no-stream' });
  for (const options of [{}, { categories: ['case', 'person'] }, { categories: ['case'] }]) {
    const pages = await readPages(store, { ...options, live: false, pageSize: 10_000 });
    for (const { events } of pages) expect(events.length * SIZE).toBeLessThan(4 * 1024 * 1024 + 64 * SIZE);
    expect(pages.flatMap(({ events }) => events.map(({ stream }) => stream))).toEqual(
      Array.from({ length: 150 }, (_, n) => (n % 2 === 0 ? `case-${n}` : `person-${n}`)).filter((stream) => options.categories?.includes(stream.split('-')[0] ?? '') ?? true),
    );
    expect(pages.map(({ caughtUp }) => caughtUp)).toEqual(pages.map((_, index) => index === pages.length - 1));
  }
  await store.close();
  rmSync(folder, { recursive: true });
});
