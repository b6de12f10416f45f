import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportCases } from './export.js';
import { readTyped } from './command.js';
import { createTerminal } from './terminal.js';

/** What a service says in `/readyz` of the list that `/cases` reads. */
type ListSeen = { readonly ok: boolean; readonly lagEvents: number; readonly lagSeconds: number } | undefined;
const whole: ListSeen = { ok: true, lagEvents: 0, lagSeconds: 0 };
const growing: ListSeen = { ok: false, lagEvents: 90_000, lagSeconds: 2 };

const claims = Buffer.from(JSON.stringify({ org: 'station-baoji', role: 'station' })).toString('base64url');

/** An export of two pages from a hub that says this of its list, one after the other and then always the last; what was asked, how it ended, and what stands in the file. */
async function exported(...says: readonly ListSeen[]): Promise<{ readonly asked: readonly string[]; readonly ended: unknown; readonly lines: readonly unknown[] | undefined }> {
  const asked: string[] = [];
  const left = [...says];
  const answers: Readonly<Record<string, () => object>> = {
    '/oauth/token': () => ({ access_token: `x.${claims}.x`, token_type: 'Bearer', expires_in: 3_600 }),
    '/readyz': () => ({ status: 'any', checks: { store: false, projections: { ok: false, worklist: left.length > 1 ? left.shift() : left[0] } } }),
    '/cases': () => ({ cases: [{ caseId: 'first' }], next: 'behind-first' }),
    '/cases?cursor=behind-first': () => ({ cases: [{ caseId: 'second' }] }),
  };
  const server = createServer((message, response) => {
    const path = (message.url ?? '').replace(/limit=100&?|\?limit=100$/u, '');
    if (!path.startsWith('/oauth')) asked.push(path);
    response.setHeader('content-type', 'application/json').end(JSON.stringify((answers[path] ?? (() => ({})))()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const directory = await mkdtemp(join(tmpdir(), 'guitu-export-'));
  const nowhere = { write: () => true };
  try {
    const words = ['--as', 'station-baoji', '--issuer', url, '--url', url, '--out', join(directory, 'cases.ndjson')];
    const ended: unknown = await exportCases.run(readTyped(exportCases, words), createTerminal({ GUITU_CLIENT_SECRET: 'x' }, nowhere, nowhere)).catch((error: unknown) => error);
    const [file] = await readdir(directory);
    return { asked, ended, lines: file === undefined ? undefined : (await readFile(join(directory, file), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as unknown) };
  } finally {
    server.close();
    server.closeAllConnections();
    await rm(directory, { recursive: true });
  }
}
const lastOf = ({ lines }: Awaited<ReturnType<typeof exported>>): unknown => lines?.at(-1);

test('a list that is whole is exported, whatever else the service is not ready for', async () => {
  const done = await exported(whole);
  expect([done.ended, lastOf(done)]).toEqual([0, { kind: 'end', complete: true, cases: 2 }]);
});

test('nothing is exported from a list that is still being built, and the exit code says that the hub is not ready', async () => {
  const { ended, asked, lines } = await exported(growing);
  expect([ended, asked, lines]).toEqual([expect.objectContaining({ exit: 3, message: expect.stringMatching(/list of cases.+90000 events/u) }), ['/readyz'], undefined]);
});

test('a list that is a moment behind is waited for, and so is a service that does not know yet', async () => {
  const done = await exported(undefined, { ok: true, lagEvents: 3, lagSeconds: 4 }, whole);
  expect([done.ended, lastOf(done)]).toEqual([0, { kind: 'end', complete: true, cases: 2 }]);
  expect(done.asked.slice(0, 4)).toEqual(['/readyz', '/readyz', '/readyz', '/cases']);
});

test('an export whose list is built anew meanwhile is not whole, and goes on behind the last page that was', async () => {
  const done = await exported(whole, whole, growing);
  expect([done.ended, lastOf(done)]).toEqual([expect.objectContaining({ exit: 1 }), { kind: 'end', complete: false, cases: 1, next: 'behind-first' }]);
});
