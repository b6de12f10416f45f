import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@guitu/contracts';
import { hashSecret } from '@guitu/issuer';
import { agencyVerbs } from './agency-verbs.js';
import { openAgencies } from './agencies.js';
import { readAgencies } from './agencies-file.js';

const installed = { id: 'station-baoji', role: 'station', name: '宝鸡市救助管理站', division: '610300' } as const;
const desk = { id: 'desk-7', secretHash: hashSecret('x'), organisation: installed.id, role: installed.role, division: installed.division, scopes: [], audiences: ['guitu-station'] };
const fengxiang = { id: 'station-fengxiang', role: 'station', name: '凤翔区救助管理站', division: '610322' } as const;
const office = { id: 'office-fengxiang', role: 'civil-affairs', name: '凤翔区民政局', division: '610322' } as const;

let dataDirectory: string;
beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'guitu-agencies-'));
});
afterEach(() => rm(dataDirectory, { recursive: true }));

/** A hub that has just started, as far as agencies go. `away` are calls that fail from now on; `rebuild` is one that is not away. */
function started({ rebuild = () => Promise.resolve() }: { readonly rebuild?: () => Promise<void> } = {}) {
  const away = new Set<'announce' | 'rebuild'>();
  const called: string[] = [];
  const call = (name: 'announce' | 'rebuild') => (): Promise<void> => {
    called.push(name);
    return away.has(name) ? Promise.reject(new Error('the thread is gone')) : Promise.resolve();
  };
  const agencies = openAgencies({ dataDirectory, register: { organisations: [installed], contracts: [] }, clients: [desk], realNow: () => 0 });
  const verbs = agencyVerbs({
    agencies, announce: call('announce'), rebuildWorklists: (progress) => (progress(0, 7), call('rebuild')().then(rebuild)), inHand: () => ({ custody: 0, waiting: 0, cases: [] }),
    runtime: { realNow: () => 0 }, newSecret: () => 's'.repeat(43),
  });
  const [warned, told]: [string[], string[]] = [[], []];
  const run = (verbName: string, input: object): Promise<unknown> => {
    const verb = verbs.find(({ name }) => name === `agency-${verbName}`);
    if (verb === undefined) throw new Error('no such verb');
    return verb.run(input, { who: 'keeper', progress: (label, done, total) => told.push(`${label} ${done}/${total}`), warn: (text) => warned.push(text), signal: new AbortController().signal });
  };
  const add = (organisation: { readonly id: string; readonly role: Role; readonly name: string; readonly division: string }): Promise<unknown> => run('add', { ...organisation, scopes: [], audiences: [] });
  return { agencies, away, called, warned, told, run, add };
}
const stored = () => readAgencies(join(dataDirectory, 'agencies.json')).organisations;

describe('an agency that could not be made known to the projections', () => {
  test('is unknown to the services until it is sent again, and stands once in the file', async () => {
    const hub = started();
    hub.away.add('announce');
    await expect(hub.add(fengxiang)).rejects.toThrow(/the same command again/u);
    await expect(hub.add(fengxiang)).rejects.toThrow(/the same command again/u);
    expect([hub.agencies.register.get(fengxiang.id), stored()]).toEqual([undefined, [fengxiang]]);

    hub.away.clear();
    expect(await hub.add(fengxiang)).toMatchObject({ client: fengxiang.id, secret: expect.any(String) });
    expect([hub.agencies.register.get(fengxiang.id)?.division, stored()]).toEqual([fengxiang.division, [fengxiang]]);
  });

  test('cannot become another one on the way', async () => {
    const hub = started();
    hub.away.add('announce');
    await expect(hub.add(fengxiang)).rejects.toThrow();
    hub.away.clear();
    await expect(hub.add({ ...fengxiang, division: '610300' })).rejects.toMatchObject({ name: 'OperatorRefusal' });
    expect(stored()).toEqual([fengxiang]);
    expect(started().agencies.register.get(fengxiang.id)?.division).toBe(fengxiang.division);
  });
});

test('worklists that could not be rebuilt for a new office are rebuilt when it is sent again, also after a crash, and then no more', async () => {
  const before = started();
  before.away.add('rebuild');
  expect(await before.add(office)).toMatchObject({ secret: expect.any(String) });
  expect(before.warned).toEqual([expect.stringContaining('could not be rebuilt')]);

  const after = started();
  await after.add(office);
  await after.add(office);
  expect([after.called, after.told]).toEqual([['rebuild'], ['worklist 0/7']]);
  await started().add(fengxiang);
  expect(stored()).toEqual([office, fengxiang]);
});

test('nobody is shut out later because worklists are rebuilt for a new office: what is done meanwhile stays done, and the office joins', async () => {
  const rebuild = new EventEmitter();
  const [begun, ended] = [once(rebuild, 'begun'), once(rebuild, 'ended')];
  const hub = started({ rebuild: () => (rebuild.emit('begun'), ended.then(() => undefined)) });
  await hub.add(fengxiang);
  const adding = hub.add(office);
  await begun;
  expect(await hub.run('disable', { id: installed.id })).toMatchObject({ organisation: installed.id });
  expect(await hub.run('rotate', { id: fengxiang.id, graceSeconds: 0 })).toMatchObject({ secret: expect.any(String) });
  await hub.run('disable', { id: fengxiang.id });
  await hub.run('enable', { id: fengxiang.id });
  rebuild.emit('ended');
  expect(await adding).toMatchObject({ client: office.id, secret: expect.any(String) });
  const { organisations, clients, disabled, worklistsDue } = readAgencies(join(dataDirectory, 'agencies.json'));
  expect([organisations, clients.map(({ id, generation }) => [id, generation]), disabled.map(({ organisation }) => organisation), worklistsDue]).toEqual([[fengxiang, office], [[fengxiang.id, 2], [office.id, 1]], [installed.id], undefined]);
});

test('an agency that is there already is told by the clients that it has', async () => {
  const hub = started();
  expect(await hub.add(installed)).toEqual({ organisation: installed, clients: ['desk-7'] });
});
