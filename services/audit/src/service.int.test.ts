import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAsyncApi, caseNumber } from '@guitu/contracts';
import type { SealedClass, SealedParts } from '@guitu/contracts';
import { sqliteSource, startProjectionWorker } from '@guitu/event-bus';
import type { ModuleRef, Projections } from '@guitu/event-bus';
import { realRuntime, until } from '@guitu/event-bus/testing';
import { openSqliteStore } from '@guitu/event-store';
import type { EventStore } from '@guitu/event-store';
import { createVerifier, localKeys, silentLogger, systemRuntime, temporarySigningKey } from '@guitu/service-kit';
import type { RunningService, SigningKey } from '@guitu/service-kit';
import { openVault } from '@guitu/vault';
import type { JsonValue, LocalVault } from '@guitu/vault';
import { auditProjectionModules, createAuditService, serveVault, vaultChannel } from './index.js';
import { day, leave } from './testing/deeds.js';
import type { Play } from './testing/play.js';
import { createPlay } from './testing/play.js';
import { register, registerData } from './testing/register.js';

const issuer = 'http://issuer.test';
const S = 'baoji-station';
const wang = { name: '王建国', idNumber: '610302197001011234', sex: '1', age: { from: 40, to: 42 } };

let directory: string;
let store: EventStore;
let vault: LocalVault;
let served: { close(): void };
let projections: Projections;
let running: RunningService;
let key: SigningKey;
let play: Play;
let caseId: string;
let personId: string;

async function sealed(place: { personId: string; eventId: string }, parts: Partial<Record<SealedClass, JsonValue>>): Promise<SealedParts> {
  const classes = Object.entries(parts) as [SealedClass, JsonValue][];
  const blobs = await vault.seal(classes.map(([dataClass, value]) => ({ ...place, dataClass, year: 2013, value })));
  return Object.fromEntries(classes.map(([dataClass], index) => [dataClass, blobs[index]]));
}

/** A man walks in, is admitted and gets a ticket home: six events. */
async function oneManGoesHome(): Promise<void> {
  const at = day('2013-03-01');
  caseId = await play.open({
    by: S, name: 'help-requested', at, data: { channel: 'walk-in' },
    seal: (place) => sealed(place, { identity: { person: wang }, health: { signs: { impairment: false, mobilityImpaired: false } }, circumstances: { summary: '钱包被偷' } }),
  });
  personId = (await play.stateOf(caseId)).personId;
  await vault.index([{ personId, kind: 'name', value: wang.name }, { personId, kind: 'id-number', value: wang.idNumber }]);
  await play.record(caseId, { by: S, name: 'eligibility-decided', at, data: { eligible: true, ground: 'away-from-home-without-means', place: 'station' } });
  await play.record(caseId, {
    by: S, name: 'admitted', at, data: { place: 'station', identified: true },
    seal: (place) => sealed(place, { statistical: { statistics: { sex: 'male', ageBand: 'adult', origin: 'same-province', limbDisability: true, mentalIllness: false, intellectualDisability: false } } }),
  });
  await leave(play, S, caseId, day('2013-03-04'), 'ticket');
  await play.record(caseId, { by: S, name: 'case-closed', at: day('2013-03-04', 12), data: { code: 'exited' } });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guitu-audit-service-'));
  const file = join(directory, 'log.db');
  store = await openSqliteStore({ file, durability: 'normal' });
  vault = await openVault({ directory: join(directory, 'vault'), realNow: Date.now });
  const channel = `audit-test-${store.storeId}`;
  served = serveVault(vault, { channel });
  const feed: ModuleRef = { url: '@guitu/event-store', exportName: 'openSqliteFeed', options: { file } };
  projections = await startProjectionWorker({
    modules: auditProjectionModules({ register: registerData, vault: vaultChannel(channel), store: feed }),
    source: sqliteSource(file),
    workerRuntime: { url: new URL('./testing/worker-runtime.js', import.meta.url).href, exportName: 'workerRuntime' },
    runtime: realRuntime(),
    directory,
    onIncident: () => undefined,
  });
  key = await temporarySigningKey();
  const verifier = createVerifier({ service: 'audit', issuer, keys: localKeys(key.jwks), runtime: systemRuntime });
  running = await createAuditService({ store, projections, vault, register, verifier, runtime: systemRuntime, logger: silentLogger }).listen({ host: '127.0.0.1', port: 0 });
  play = createPlay(store);
  await oneManGoesHome();
});
afterAll(async () => {
  await running.close();
  await projections.close();
  served.close();
  await vault.close();
  await store.close();
  await rm(directory, { recursive: true });
});

type Body = Record<string, unknown>;
async function ask(path: string, options: { as?: string; body?: Body } = {}): Promise<{ status: number; body: Body }> {
  const { as = 'audit-office', body } = options;
  const { role = 'audit', division = '610000' } = register.get(as) ?? {};
  const now = systemRuntime.realNow();
  const token = await key.sign({ org: as, role, division, client_id: `${as}-client`, aud: ['guitu-audit'] }, { issuer, issuedAt: now - 1_000, expiresAt: now + 600_000, id: systemRuntime.uuid() });
  const headers = { authorization: `Bearer ${token}`, 'accept-language': 'en' };
  const response = await fetch(running.url + path, body === undefined ? { headers } : { method: 'POST', headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': systemRuntime.uuid() }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Body };
}

it('becomes ready once its projections have caught up', async () => {
  await until(async () => (await fetch(`${running.url}/readyz`)).status === 200, 'readiness');
});

it('finds the case by its number, its id, the name and the identity number, never in an address', async () => {
  const found = { status: 200, body: { cases: [{ caseId, personId, station: S, exit: '5.2', closed: 'exited' }], more: false } };
  for (const body of [{ caseId }, { caseNumber: caseNumber(caseId, 2013).toLowerCase() }, { name: '王建国' }, { name: '王' }, { name: '建国' }, { name: 'Wang Jianguo' }, { name: 'jiànguó' }, { idNumber: '610302 19700101 1234' }]) expect(await ask('/search', { body })).toMatchObject(found);
  const { looks } = await vault.looks({ persons: [personId], limit: 200 }, { organisation: 'audit-office', role: 'audit', relations: [], purpose: 'audit', answer: { id: systemRuntime.uuid(), operation: 'test' } });
  expect(looks.filter(({ operation }) => operation === 'audit-search').map(({ seen }) => seen)).toEqual(Array.from({ length: 6 }, () => [expect.objectContaining({ personId, caseId, classes: { identity: 'masked' } })]));
  for (const name of ['李四', 'lisi', 'wjg', 'jian']) expect(await ask('/search', { body: { name } })).toEqual({ status: 200, body: { cases: [], more: false } });
  expect(await ask('/search', { body: { caseNumber: '2013X' } })).toMatchObject({ status: 422, body: { errors: [{ pointer: '/caseNumber', rule: 'case-number' }] } });
  expect(await ask('/search', { body: { caseId, name: '王建国' } })).toMatchObject({ status: 422, body: { errors: [{ rule: 'one-of-four' }] } });
});

it('shows an auditor the history with the identity masked, the circumstances whole and the health closed', async () => {
  const { status, body } = await ask(`/cases/${caseId}/history`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ caseNumber: caseNumber(caseId, 2013), asOf: { index: 5 }, exit: { code: '5.2' }, closed: { code: 'exited' } });
  const events = body['events'] as Body[];
  expect(events.map(({ name }) => name)).toEqual(['help-requested', 'eligibility-decided', 'admitted', 'ticket-issued', 'exit-completed', 'case-closed']);
  expect(events[0]).toMatchObject({
    index: 0, recordedAt: day('2013-03-01'), actor: { organisation: S },
    opened: { identity: { level: 'masked', value: { person: { name: '王**' } } }, circumstances: { level: 'full', value: { summary: '钱包被偷' } } },
    withheld: { health: 'not-disclosed' },
  });
  expect(JSON.stringify(body)).not.toContain('建国');
  expect(JSON.stringify(body)).not.toContain('male');
});

it('tells the past as it was known then, and any moment of it', async () => {
  expect((await ask(`/cases/${caseId}?asOfIndex=2`)).body).toMatchObject({ asOf: { index: 2 }, custodian: { organisation: S }, responsible: S });
  const earlier = await ask(`/cases/${caseId}?asOf=${encodeURIComponent('2013-03-02T00:00:00+08:00')}`);
  expect(earlier.body).toMatchObject({ asOf: { index: 2 } });
  expect(earlier.body['exit']).toBeUndefined();
  expect((await ask(`/cases/${caseId}?at=2013-03-02T00:00:00Z`)).body).toMatchObject({ custodian: { organisation: S }, exit: { code: '5.2' } });
  expect((await ask(`/cases/${caseId}`)).body['custodian']).toBeUndefined();
  expect((await ask(`/cases/${caseId}?asOf=2012-01-01T00:00:00Z`)).status).toBe(404);
});

it('follows the person', async () => {
  expect((await ask(`/persons/${personId}/timeline`)).body).toMatchObject({
    persons: [personId], cases: [{ caseId }], agencies: [{ organisation: S, role: 'station', name: '宝鸡站' }], findings: [], gaps: [],
    responsibility: [{ organisation: S, as: 'first-contact' }, { organisation: S, as: 'rescue', from: day('2013-03-01'), to: day('2013-03-04', 12) }],
  });
  expect((await ask('/persons/00000000-0000-4000-8000-000000000000/timeline')).status).toBe(404);
});

it('reports the period to audit, to civil affairs above and to the station itself, and to nobody else', async () => {
  const counted = { total: 1, persons: 1, bySex: { male: 1, female: 0, unknown: 0 }, byOrigin: { sameProvince: 1 }, byAge: { adult: 1 }, keyGroups: { limbDisability: 1 }, byExit: { ticket: 1, stock: 0 }, unopened: 0 };
  const march = '/reports/period?from=2013-03-01&to=2013-03-31';
  expect(await ask(march)).toMatchObject({ status: 200, body: { ...counted, basis: 'admitted-in-period', asOf: { index: 5 } } });
  expect(await ask(`${march}&station=${S}`, { as: S })).toMatchObject({ status: 200, body: { ...counted, station: S } });
  expect(await ask(march, { as: 'baoji-bureau' })).toMatchObject({ status: 200, body: counted });
  expect(await ask(march, { as: 'changde-bureau' })).toMatchObject({ status: 200, body: { total: 0 } });
  expect(await ask(`${march}&station=${S}`, { as: 'changde-station' })).toMatchObject({ status: 403 });
  expect((await ask(march, { as: 'baoji-police' })).status).toBe(403);
  expect(await ask('/reports/period?from=2013-03-01&to=2013-03-02&basis=served')).toMatchObject({ status: 200, body: { byExit: { ticket: 0, stock: 1 }, monthlyReturn: { exit: { '5.9': 1 } } } });
});

const cursor = (...parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

it.each([
  ['/reports/period?from=2013-03-31&to=2013-03-01', '/to', 'range'],
  ['/reports/period?from=2013-02-29&to=2013-03-01', '/from', 'format-date'],
  ['/reports/period?to=2013-03-01', '/from', 'required'],
  [`/persons/${'0'.repeat(8)}-0000-4000-8000-000000000000/timeline?asOf=2013-01-01T00:00:00Z&asOfIndex=1`, '/asOfIndex', 'one-of-two'],
  ['/findings?cursor=x', '/cursor', 'cursor'],
  ['/findings?limit=0', '/limit', 'minimum'],
  ['/looks?user=x', '/user', 'needs-viewer'],
  ['/looks?cursor=WyJ4Il0', '/cursor', 'cursor'],
  // Cursors of other lists, and a stage that there is not.
  [`/looks?cursor=${cursor('1.1', '')}`, '/cursor', 'cursor'],
  [`/findings?cursor=${cursor('x', '')}`, '/cursor', 'cursor'],
  [`/findings?cursor=${cursor('parked')}`, '/cursor', 'cursor'],
  [`/one-sided-handovers?cursor=${cursor('x')}`, '/cursor', 'cursor'],
  [`/cases?cursor=${cursor('x', '')}`, '/cursor', 'cursor'],
])('names the field and the rule of %s', async (path, pointer, rule) => {
  expect(await ask(path)).toMatchObject({ status: 422, body: { errors: [{ in: 'query', pointer, rule }] } });
});

it('lists nothing where nothing is wrong, page by page', async () => {
  expect(await ask('/findings?limit=1')).toEqual({ status: 200, body: { findings: [] } });
  expect(await ask('/one-sided-handovers?limit=1')).toEqual({ status: 200, body: { handovers: [] } });
  expect((await ask('/findings', { as: S })).status).toBe(403);
});

it('pages through one-sided handovers in the order in which they happened', async () => {
  for (const date of ['2013-04-02', '2013-04-01', '2013-04-03']) {
    const found = await play.open({ by: 'baoji-police', name: 'found', at: day(date), data: { disposition: 'taken-along', reportedBy: 'own-patrol', division: '610302' } });
    await play.record(found, { by: 'baoji-police', name: 'handed-over', at: day(date, 12), data: { to: { kind: 'kin' }, attestation: 'giver-only', reservations: [] } });
  }
  const seen: unknown[] = [];
  for (let next: unknown = ''; next !== undefined; ) {
    const { body } = await ask(`/one-sided-handovers?limit=2${next === '' ? '' : `&cursor=${String(next)}`}`);
    seen.push(...(body['handovers'] as Body[]).map(({ at }) => at));
    next = body['next'];
  }
  expect(seen).toEqual([day('2013-04-01', 12), day('2013-04-02', 12), day('2013-04-03', 12)]);
});

it('lists a forbidden event', async () => {
  const forged = await play.forge(`case-${caseId}`, { name: 'ticket-issued', data: { carrier: 'rail', direct: true, costFen: 1 } });
  await until(async () => ((await ask('/findings')).body['findings'] as unknown[]).length === 1, 'the finding');
  expect((await ask('/findings')).body).toMatchObject({ findings: [{ kind: 'forbidden-event', projection: 'audit', stream: `case-${caseId}`, revision: 6, eventId: forged.id, waiting: 1 }] });
  const { body } = await ask(`/cases/${caseId}`);
  expect(body).toMatchObject({ forbiddenEvents: [{ eventId: forged.id, code: 'case-closed' }], closed: { code: 'exited' } });
});

it('gives the AsyncAPI document of the feed to whoever asks', async () => {
  const response = await fetch(`${running.url}/asyncapi.json`);
  expect([response.status, await response.json()]).toEqual([200, buildAsyncApi()]);
});

it('its API document has every route', async () => {
  const document = (await (await fetch(`${running.url}/openapi.json`)).json()) as { paths: Body };
  expect(Object.keys(document.paths).filter((path) => !/^\/(?:healthz|readyz|metrics|docs|openapi)/u.test(path)).sort()).toEqual(
    ['/cases', '/cases/{caseId}', '/cases/{caseId}/history', '/findings', '/looks', '/one-sided-handovers', '/persons/{personId}/timeline', '/reports/period', '/reports/period.csv', '/search'],
  );
});

it('while protection is set nobody learns where from audit either, past events and earlier prefixes included; once it is lifted all is told again', async () => {
  const at = day('2013-03-10');
  const hidden = await play.open({ by: S, name: 'help-requested', at, data: { channel: 'walk-in' }, seal: (place) => sealed(place, { circumstances: { summary: '在宝鸡的姐姐家' } }) });
  const person = (await play.stateOf(hidden)).personId;
  await play.record(hidden, { by: S, name: 'protection-set', at });
  const { index } = (await ask(`/cases/${hidden}`)).body['asOf'] as { index: number };
  const paths = [`/cases/${hidden}`, `/cases/${hidden}/history`, `/cases/${hidden}/history?asOfIndex=${index - 1}`, `/persons/${person}/timeline`];
  const told = async (): Promise<readonly boolean[]> => Promise.all([...paths.map((path) => ask(path)), ask('/search', { body: { caseId: hidden } })].map(async (answer) => {
    const { status, body } = await answer;
    expect(status).toBe(200);
    return [S, '610300', '宝鸡'].some((word) => JSON.stringify(body).includes(word));
  }));
  await until(async () => (await told()).every((one) => !one), 'the mask');
  expect((await ask(`/cases/${caseId}`)).body).toMatchObject({ opened: { organisation: S } });
  await play.record(hidden, { by: S, name: 'protection-lifted', at: day('2013-03-11'), data: { personAgrees: true } });
  await until(async () => (await told()).every((one) => one), 'the lifting');
});

/** As a station looks at a case, by its own service. */
async function stationLooks(person: string, inCase: string, eventId: string, sealedParts: SealedParts, answer: string): Promise<void> {
  const items = Object.entries(sealedParts).map(([dataClass, blob]) => ({ personId: person, caseId: inCase, eventId, dataClass: dataClass as SealedClass, sealed: blob, safeguards: [] }));
  const opened = await vault.open(items, { organisation: S, role: 'station', user: '张三', relations: ['responsible'], purpose: 'case-work', answer: { id: answer, operation: 'case-view' } });
  expect(opened.every(({ ok }) => ok)).toBe(true);
}
const looksOf = async (query: string): Promise<readonly Body[]> => (await ask(`/looks?${query}`)).body['looks'] as readonly Body[];

describe('who looked', () => {
  let sister: { readonly caseId: string; readonly personId: string };
  beforeAll(async () => {
    let parts: SealedParts = {};
    let eventId = '';
    const opened = await play.open({
      by: S, name: 'help-requested', at: day('2013-03-12'), data: { channel: 'walk-in' },
      seal: async (place) => {
        eventId = place.eventId;
        return (parts = await sealed(place, { circumstances: { summary: '在宝鸡的姐姐家' } }));
      },
    });
    sister = { caseId: opened, personId: (await play.stateOf(opened)).personId };
    for (const answer of ['answer-before', 'answer-of-station']) await stationLooks(sister.personId, opened, eventId, parts, answer);
    await play.record(opened, { by: S, name: 'protection-set', at: day('2013-03-12') });
  });

  it('is listed for auditors by person, by viewer and by time, each listing on record itself', async () => {
    expect((await ask('/looks', { as: S })).status).toBe(403);
    const before = new Date(systemRuntime.realNow()).toISOString();
    await ask(`/cases/${caseId}/history`);
    const [look] = await looksOf(`person=${personId}`);
    expect(look).toMatchObject({
      operation: 'audit-case-history', organisation: 'audit-office', role: 'audit', purpose: 'audit', seen: [{ personId, caseId, classes: { identity: 'masked', circumstances: 'full' }, access: [] }],
    });
    expect(look?.['answer']).toMatch(/^[0-9a-f-]{36}$/u);
    expect((await ask('/search', { body: { name: '王建国' } })).status).toBe(200);
    expect((await looksOf(`person=${personId}&limit=1`))[0]).toMatchObject({ operation: 'audit-search', seen: [{ personId, caseId, classes: { identity: 'masked' } }] });
    const mine = await looksOf(`viewer=audit-office&from=${before}`);
    expect(mine.map(({ operation }) => operation)).toEqual(['audit-looks', 'audit-search', 'audit-looks', 'audit-case-history']);
    expect(mine[0]).toMatchObject({ seen: [{ personId, classes: {}, access: [] }] });
    expect((await looksOf(`to=${before}`)).length).toBeGreaterThan(0);
    const { body } = await ask('/looks?limit=1');
    expect((await ask(`/looks?limit=1&cursor=${String(body['next'])}`)).body['looks']).toMatchObject([{ operation: 'audit-looks' }]);
  });

  it('at a hidden person is shown without who it was, and not among the looks of an organisation', async () => {
    const of = `person=${sister.personId}`;
    await until(async () => (await looksOf(of)).some(({ organisation }) => organisation === 'safe-care'), 'the mask');
    const atHidden = (await looksOf(of)).filter(({ operation }) => operation === 'case-view');
    const masked = { at: expect.any(String) as string, operation: 'case-view', organisation: 'safe-care', role: 'station', purpose: 'case-work', seen: [{ personId: sister.personId, caseId: sister.caseId, classes: { circumstances: 'full' }, access: ['responsible'] }] };
    expect(atHidden).toEqual([masked, masked]);
    // Not even a page that is short, or a next one, tells that something was left out.
    expect(await ask(`/looks?viewer=${S}&limit=1`)).toEqual({ status: 200, body: { looks: [] } });
    await play.record(sister.caseId, { by: S, name: 'protection-lifted', at: day('2013-03-13'), data: { personAgrees: true } });
    await until(async () => (await looksOf(`viewer=${S}`)).length > 0, 'the lifting');
    expect(await looksOf(`viewer=${S}&user=${encodeURIComponent('张三')}`)).toMatchObject([{ answer: 'answer-of-station', organisation: S, user: '张三' }, { answer: 'answer-before' }]);
  });
});
