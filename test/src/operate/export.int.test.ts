import { appendFile, chmod, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleSecret } from '@guitu/service-kit';
import { worklistRows } from '../support/afterwards.js';
import { guitu } from '../support/guitu.js';
import { createDesks, startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { foundBody } from '../support/episodes.js';
import { able, unknownMan } from '../support/people.js';
import { organisations, roleOf } from '../support/register.js';
import type { OrganisationId } from '../support/register.js';
import { idIn } from '../support/story.js';
import { waitFor } from '../support/wait-for.js';
import { expectNothingLost, startWriter } from '../support/writer.js';

const CASES = 130;
interface Line {
  readonly kind: 'case' | 'page' | 'end';
  readonly caseId?: string;
  readonly next?: string;
  readonly complete?: boolean;
  readonly cases?: number;
  readonly case?: { readonly events: readonly unknown[] };
}

let shared: TestHub;
const all: string[] = [];

beforeAll(async () => {
  shared = await startTestHub();
  const desks = createDesks(shared.hub.urls);
  const open = async (n: number): Promise<void> => {
    const { caseId } = await desks.as('police-baoji').send('found', { body: foundBody(unknownMan('蓝布上衣'), able) });
    all.push(caseId);
    if (n % 3 === 2) return;
    const { ids } = await desks.as('police-baoji').send('referral-sent', { caseId, body: { to: n % 3 === 0 ? 'station-baoji' : 'station-changde', purpose: 'admission', reason: '请接收' } });
    if (n % 2 === 0) return;
    const referralId = idIn(ids, 'referralId');
    const by = n % 3 === 0 ? 'station-baoji' : 'station-changde';
    await desks.as(by).send('referral-received', { caseId, body: { referralId, signedBy: '值班员李秀英' } });
    await desks.as(by).send('referral-declined', { caseId, body: { referralId, code: 'no-capacity' } });
  };
  for (let n = 0; n < CASES; n += 10) await Promise.all(Array.from({ length: 10 }, (_, k) => open(n + k)));
  await worklistRows(shared.hub);
  desks.close();
}, 60_000);
afterAll(() => shared.close());

const listed = async (id: OrganisationId, limit = 200): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await shared.as(id).client.get<{ cases: readonly { caseId: string }[]; next?: string }>(roleOf(id), '/cases', { limit, cursor });
    found.push(...page.cases.map(({ caseId }) => caseId));
    cursor = page.next;
    if (cursor === undefined) return found;
  }
};

/** `guitu export` against this hub, whose ports are any. */
const run = (organisation: string, service: keyof TestHub['hub']['urls'], words: readonly string[], environment: Readonly<Record<string, string>> = { GUITU_CLIENT_SECRET: sampleSecret(organisation) }) =>
  guitu(shared.directory, ['export', '--as', organisation, '--issuer', shared.hub.urls.issuer, '--url', shared.hub.urls[service], ...words], environment);
const linesOf = (text: string): readonly Line[] => text.trim().split('\n').map((line) => JSON.parse(line) as Line);

describe('the cases that an organisation may look at', () => {
  test('are exactly those whose view it gets, for everybody, on pages of any size', async () => {
    for (const { id } of organisations) {
      const found = await listed(id);
      expect(found).toEqual([...found].sort());
      expect(await listed(id, 7)).toEqual(found);
      // A case in ten, for every organisation; the model asks it of every state and organisation.
      for (const caseId of all.filter((_case, place) => place % 10 === 0)) expect([id, caseId, await shared.as(id).viewStatus(caseId)]).toEqual([id, caseId, found.includes(caseId) ? 200 : 404]);
    }
    expect(await listed('police-baoji')).toHaveLength(CASES);
    expect(await listed('office-baoji')).toHaveLength(CASES);
    expect(await listed('care-taibai')).toEqual([]);
    const stations = [await listed('station-baoji'), await listed('station-changde')];
    expect(stations.every(({ length }) => length > 0 && length < CASES)).toBe(true);
  }, 60_000);
});

describe('an export', () => {
  test('holds every case of its organisation once, and says that it is whole', async () => {
    const ran = await run('station-baoji', 'station', []);
    expect(ran.exit).toBe(0);
    const lines = linesOf(ran.said);
    const cases = lines.filter(({ kind }) => kind === 'case').map(({ caseId }) => caseId);
    expect(cases).toEqual(await listed('station-baoji'));
    expect(lines.at(-1)).toEqual({ kind: 'end', complete: true, cases: cases.length });
  }, 60_000);

  test('goes on while agencies write, tells how far it is, and holds every case that was there when it began', async () => {
    const before = await listed('police-baoji');
    const desks = createDesks(shared.hub.urls);
    const writer = startWriter(desks);
    await waitFor('the writing to begin', () => writer.taken.length > 0, 10_000);
    const start = writer.taken.length;
    const ran = await run('police-baoji', 'police', []);
    const during = writer.taken.length - start;
    await writer.stop();
    desks.close();
    await expectNothingLost(writer.taken, shared.hub.store);
    expect([ran.exit, during > 0]).toEqual([0, true]);
    const lines = linesOf(ran.said);
    const cases = lines.flatMap(({ kind, caseId }) => (kind === 'case' && caseId !== undefined ? [caseId] : []));
    expect(new Set(cases).size).toBe(cases.length);
    expect(cases).toEqual(expect.arrayContaining([...before]));
    // Whatever came meanwhile is counted, and only the last line says that nothing follows.
    expect(ran.noted).toMatch(new RegExp(`^cases: \\d %  \\d/\\d{3}\\b.*\\n(?:cases: \\d\\d %.+\\n)*cases: 100 %  ${cases.length}/${cases.length}\\b.*\\n$`, 'u'));
    expect(lines.at(-1)).toEqual({ kind: 'end', complete: true, cases: cases.length });
  }, 60_000);

  test('that was cut off in the middle of a line goes on where it was, for an auditor with every event', async () => {
    const file = join(shared.directory, 'export.ndjson');
    const joined = await guitu(shared.directory, ['agency', 'add', 'audit-baoji', '--kind', 'audit', '--name', '宝鸡市审计局', '--division', '610300', '--json']);
    const own = { GUITU_CLIENT_SECRET: joined.json<{ secret: string }>().secret };
    expect((await run('audit-baoji', 'audit', ['--out', file], own)).exit).toBe(0);
    const text = await readFile(file, 'utf8');
    const lines = linesOf(text);
    expect(lines.at(-1)).toEqual({ kind: 'end', complete: true, cases: lines.filter(({ kind }) => kind === 'case').length });
    expect(lines.filter(({ kind }) => kind === 'case').map(({ caseId }) => caseId)).toEqual(expect.arrayContaining(all));
    expect(lines.filter(({ kind }) => kind === 'case').every((line) => (line.case?.events.length ?? 0) > 0)).toBe(true);

    const place = lines.findIndex(({ kind }) => kind === 'page');
    expect(place).toBe(100);
    const kept = Buffer.byteLength(`${text.split('\n').slice(0, place + 3).join('\n')}\n`);
    await truncate(file, kept);
    await appendFile(file, '{"kind":"case","caseId":"0');
    expect((await run('audit-baoji', 'audit', ['--out', file], own)).exit).toBe(4);
    expect((await run('audit-baoji', 'audit', ['--out', file, '--resume'], own)).exit).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(text);
    await rm(file);
  }, 60_000);

  test('is refused to whoever brings the wrong credentials, and takes none from the command line', async () => {
    expect((await run('station-baoji', 'station', [], {})).exit).toBe(2);
    expect((await run('station-baoji', 'station', [], { GUITU_CLIENT_SECRET: 'wrong' })).exit).toBe(4);
    expect((await run('station-baoji', 'station', [], { GUITU_CLIENT_SECRET: sampleSecret('station-changde'), GUITU_CLIENT_ID: 'station-changde' })).exit).toBe(4);
    expect((await run('station-baoji', 'station', ['--secret', 'x'])).exit).toBe(2);
    const file = join(shared.directory, 'credentials.json');
    await writeFile(file, JSON.stringify({ clientId: 'station-baoji', clientSecret: sampleSecret('station-baoji') }));
    await chmod(file, 0o644);
    expect((await run('station-baoji', 'station', ['--credentials', file], {})).exit).toBe(4);
    await chmod(file, 0o600);
    expect((await run('station-baoji', 'station', ['--credentials', file], {})).exit).toBe(0);
    expect((await guitu(shared.directory, ['export', '--as', 'station-baoji', '--issuer', 'http://127.0.0.1:9'], { GUITU_CLIENT_SECRET: 'x' })).exit).toBe(3);
  }, 60_000);
});
