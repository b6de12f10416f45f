import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealedParts } from '@guitu/contracts';
import { openMemoryStore } from '@guitu/event-store';
import { openVault } from '@guitu/vault';
import type { JsonValue, LocalVault, ReindexBatch } from '@guitu/vault';
import { day } from '../testing/deeds.js';
import { createPlay } from '../testing/play.js';
import { reindex } from './reindex.js';

const S = 'baoji-station';
const names = ['单小山', '仇大海', '买买提·艾力'];

let directory: string;
let vault: LocalVault;
const store = openMemoryStore();
const persons: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guitu-reindex-'));
  vault = await openVault({ directory, realNow: Date.now });
  const play = createPlay(store);
  const identity = async (place: { personId: string; eventId: string }, value: JsonValue): Promise<SealedParts> => ({ identity: (await vault.seal([{ ...place, dataClass: 'identity', year: 2013, value }]))[0] }) as SealedParts;
  // The first is called by his name in the opening itself, the others in what is recorded later; nothing is indexed, as by a vault that knew less.
  for (const [number, name] of names.entries()) {
    const person = { person: { name } };
    const at = day('2013-03-01', 9 + number);
    const caseId = await play.open({ by: S, name: 'help-requested', at, data: { channel: 'walk-in' }, ...(number === 0 ? { seal: (place) => identity(place, person) } : {}) });
    persons.push((await play.stateOf(caseId)).personId);
    await play.record(caseId, { by: S, name: 'eligibility-decided', at, data: { eligible: true, ground: 'away-from-home-without-means', place: 'station' } });
    if (number > 0) await play.record(caseId, { by: S, name: 'admitted', at, data: { place: 'station', identified: true }, seal: (place) => identity(place, person) });
  }
});
afterAll(async () => {
  await vault.close();
  await rm(directory, { recursive: true });
});

/** That vault while it says that its index is old; fails at the batch of that number. */
function oldVault(failsAt = Number.POSITIVE_INFINITY) {
  const state: { reached?: string; complete: boolean } = { complete: false };
  const batches: ReindexBatch[] = [];
  return {
    state,
    batches,
    indexState: () => Promise.resolve({ ...state }),
    reindex: async (batch: ReindexBatch) => {
      if (batches.length >= failsAt) throw new Error('the vault is away');
      batches.push(batch);
      await vault.reindex(batch);
      if (batch.reached === null) state.complete = true;
      else if (batch.reached !== undefined) state.reached = batch.reached;
    },
  };
}

const found = (value: string) => vault.find({ kind: 'name', value });

test('bringing the index up to date goes through the whole log, goes on where it was interrupted, and ends', async () => {
  expect(await Promise.all(['shan', 'dahai', 'aili'].map(found))).toEqual([[], [], []]);
  const first = oldVault(1);
  await expect(reindex({ vault: first, store })).rejects.toThrow('the vault is away');
  const { reached = '' } = first.state;
  expect(reached.startsWith(`${store.storeId} `)).toBe(true);
  expect((await Promise.all(['shan', 'dahai', 'aili'].map(found))).flat()).toEqual(persons);

  // A log that has grown meanwhile is read from there, and no event twice.
  const second = oldVault();
  second.state.reached = reached;
  const told: number[] = [];
  expect(await reindex({ vault: second, store, onProgress: (done) => told.push(done) })).toBe(0);
  expect([second.batches.flatMap(({ items }) => items), second.batches.at(-1)]).toEqual([[], { items: [], reached: null }]);

  // A place in another log, from before a restore, is none in this one.
  const restored = oldVault();
  restored.state.reached = `another-log ${reached.split(' ')[1] ?? ''}`;
  expect(await reindex({ vault: restored, store })).toBe(8);
  expect(restored.batches.flatMap(({ items }) => items.map(({ personId }) => personId))).toEqual(persons);

  expect(await reindex({ vault: second, store })).toBeUndefined();
  for (const [term, place] of [['shan', 0], ['xiaoshan', 0], ['仇', 1], ['chou dahai', 1], ['maimaiti', 2]] as const) expect(await found(term)).toEqual([persons[place]]);
});

test('one that is stopped is not complete', async () => {
  const old = oldVault();
  await expect(reindex({ vault: old, store, signal: AbortSignal.abort() })).rejects.toThrow();
  expect(old.state.complete).toBe(false);
});
