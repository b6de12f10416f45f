import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLedger, systemRuntime } from '@guitu/service-kit';
import { startHub } from '@guitu/standalone';
import { guitu } from '../support/guitu.js';
import { createDesks, startEmbedded, temporaryDirectory, testConfig } from '../support/hub.js';
import { register } from '../support/register.js';
import { waitFor } from '../support/wait-for.js';
import { leaves, stays } from './episodes.js';
import { erase, officials } from './officers.js';

const [GONE, KEPT] = ['张建国', '王德明'] as const;
const REPORT = '/reports/period?from=2013-01-01&to=2013-12-31&basis=admitted-in-period';

let scratch: string;
let data: string;
let gone: string;
let kept: string;
let matter: string;
let report: unknown;
const at = (name: string): string => join(scratch, name);

// A hub is copied, by backup and as bare files; then a person is erased; then somebody comes back with the copies.
beforeAll(async () => {
  scratch = await temporaryDirectory();
  data = at('data');
  await mkdir(data);
  const first = await startEmbedded(data);
  const desks = createDesks(first.urls);
  const hub = { as: desks.as, settled: () => Promise.resolve() };
  const [one, other] = [await stays(hub, GONE, '430703197104170015'), await stays(hub, KEPT, '430703197104170031')];
  for (const story of [one, other]) await leaves(story);
  [gone, kept] = [one.caseId, other.caseId];
  expect((await guitu(data, ['backup', at('log'), '--projections', '--keys', at('keys'), '--new-key', at('key')])).exit).toBe(0);
  desks.close();
  await first.close();
  await cp(data, at('files'), { recursive: true });

  const second = await startEmbedded(data);
  report = (await officials(second.urls).auditor.get('audit', REPORT)).body;
  matter = (await erase(second.urls, gone)).id;
  await second.close();
}, 60_000);
afterAll(() => rm(scratch, { recursive: true }));

async function expectErased(directory: string, ledger?: string): Promise<void> {
  const hub = await startHub({ config: testConfig(directory), register, runtime: systemRuntime, port: () => 0, ...(ledger === undefined ? {} : { ledger }) });
  const desks = createDesks(hub.urls);
  try {
    const { zhao, auditor } = officials(hub.urls);
    const shown = JSON.stringify([await desks.as('station-baoji').view(gone), (await auditor.get('audit', `/cases/${gone}/history`)).body]);
    expect(shown).not.toContain(GONE);
    expect((await auditor.search({ name: GONE })).body.cases).toEqual([]);
    expect(JSON.stringify(await desks.as('station-baoji').view(kept))).toContain(KEPT);
    // The log of an earlier time says so as well, after a moment; and counts are as they were.
    const erased = async (): Promise<number> => {
      const personId = (await desks.as('station-baoji').view(gone)).personId ?? '';
      return (await hub.store.readStream(`person-${personId}`)).length;
    };
    await waitFor('the log to say so', async () => (await erased()) === 1, 20_000);
    expect((await zhao.view('erasures', matter)).body.state).toBe('done');
    expect((await auditor.get('audit', REPORT)).body).toMatchObject({ total: (report as { total: unknown }).total });
  } finally {
    desks.close();
    await hub.close();
  }
}

describe('who was erased stays erased', () => {
  const words = (to: string): readonly string[] => ['restore', at('log'), '--keys', at('keys'), '--key', at('key'), '--to', at(to)];

  test('when log and keys are restored from a backup of an earlier time', async () => {
    const ran = await guitu(data, [...words('restored'), '--ledger', defaultLedger(data)]);
    expect([ran.exit, /1 persons whose keys were in the backup are erased again/u.test(ran.said)]).toEqual([0, true]);
    await expectErased(at('restored'));
  }, 60_000);

  test('when the ledger is that of the directory which is replaced', async () => {
    const ran = await guitu(data, [...words('replaced'), '--old', data, '--json']);
    expect([ran.exit, ran.json<{ erasedAgain: number }>().erasedAgain]).toEqual([0, 1]);
    await expectErased(at('replaced'));
  }, 60_000);

  test('when the files of an earlier time were put back by hand, and the ledger lies apart from them', async () => {
    await cp(defaultLedger(data), at('ledger.ndjson'));
    await cp(at('files'), at('by-hand'), { recursive: true });
    await expectErased(at('by-hand'), at('ledger.ndjson'));
  }, 60_000);

  test('when the keys of an earlier time are put under a log of today', async () => {
    await cp(data, at('mixed'), { recursive: true });
    await rm(at('mixed/keys'), { recursive: true });
    await cp(at('files/keys'), at('mixed/keys'), { recursive: true });
    await expectErased(at('mixed'));
  }, 60_000);

  test('or it is said: keys and ledger of the same earlier day fit each other, but not the log of today', async () => {
    await cp(data, at('both-old'), { recursive: true });
    for (const part of ['keys', 'erasures']) {
      await rm(at(`both-old/${part}`), { recursive: true });
      await cp(at(`files/${part}`), at(`both-old/${part}`), { recursive: true });
    }
    const ledgerSeen = async (directory: string): Promise<unknown> => {
      const hub = await startEmbedded(directory);
      const checks = async () => ((await (await fetch(`${hub.urls['data-protection']}/readyz`)).json()) as { checks: { ledger?: unknown } }).checks;
      await waitFor('the projections', async () => JSON.stringify((await checks()).ledger ?? false) !== 'false', 20_000);
      const { ledger } = await checks();
      await hub.close();
      return ledger;
    };
    expect([await ledgerSeen(at('both-old')), await ledgerSeen(data)]).toEqual([{ ok: false, unknown: 1 }, { ok: true, unknown: 0 }]);
  }, 60_000);

  test('or nothing opens: a hub does not start without the ledger of its keys, or on one that has lost entries', async () => {
    const start = (directory: string, ledger: string) => startHub({ config: testConfig(directory), register, runtime: systemRuntime, port: () => 0, ledger });
    await expect(start(at('files'), at('nowhere.ndjson'))).rejects.toMatchObject({ code: 'missing-ledger' });
    await expect(start(data, defaultLedger(at('files')))).rejects.toMatchObject({ code: 'wrong-ledger' });
  }, 60_000);
});

describe('a restore without a ledger', () => {
  const words = (to: string): readonly string[] => ['restore', at('log'), '--keys', at('keys'), '--key', at('key'), '--to', at(to)];

  test('is refused until the operator says that it is lost, and then says plainly what that means', async () => {
    expect((await guitu(at('nothing'), words('without'))).exit).toBe(2);
    const ran = await guitu(at('nothing'), [...words('without'), '--without-ledger']);
    expect([ran.exit, /WITHOUT AN ERASURE LEDGER: whoever was erased after the keys were copied is readable again/u.test(ran.said)]).toEqual([0, true]);
    const hub = await startEmbedded(at('without'));
    const desks = createDesks(hub.urls);
    expect(JSON.stringify(await desks.as('station-baoji').view(gone))).toContain(GONE);
    desks.close();
    await hub.close();
  }, 60_000);
});
