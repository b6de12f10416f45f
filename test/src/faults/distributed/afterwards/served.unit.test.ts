import { rowsByDefinition } from '@guitu/event-bus/testing';
import { openMemoryStore } from '@guitu/event-store';
import type { EventStore, StoredEvent } from '@guitu/event-store';
import { definitionOf } from '../../afterwards/projection-files.js';
import { expectRebuilt, notTaken } from './served.js';
import type { Makings, Served } from './served.js';

let store: EventStore;
let makings: Makings;
let log: readonly StoredEvent[];
let whole: Served;

beforeAll(async () => {
  store = openMemoryStore();
  makings = { store, vault: { open: () => Promise.resolve([]) } };
  for (const [place, stream] of ['case-a', 'case-b', 'case-a'].entries()) {
    const id = `00000000-0000-4000-8000-00000000000${place}`;
    await store.append(stream, [{ id, type: 'x', bytes: Buffer.from(`{"time":"2013-01-0${place + 1}T00:00:00.000Z"}`) }], { expected: place === 2 ? 0 : 'no-stream' });
  }
  log = [...(await store.readStream('case-a')), ...(await store.readStream('case-b'))].toSorted((a, b) => (a.position < b.position ? -1 : 1));
  whole = { copy: 'audit', name: 'audit-log', rows: await rowsByDefinition(definitionOf('audit-log', makings.vault, store), log), gates: new Map([['case-a', 1], ['case-b', 0]]), parked: [] };
});
afterAll(() => store.close());

describe('the examination of projections', () => {
  test('takes rows that are those of the events that were taken, all of them or not', async () => {
    await expectRebuilt([whole], log, makings);
    const rows = await rowsByDefinition(definitionOf('audit-log', makings.vault, store), log.slice(0, 2));
    await expectRebuilt([{ ...whole, rows, gates: new Map([['case-a', 0], ['case-b', 0]]) }], log, makings);
    expect(notTaken(whole, log, makings)).toEqual([]);
  });

  test('finds a row that is missing, one too many, and one of an event that was not taken', async () => {
    const [first = '', ...others] = whole.rows['entries'] ?? [];
    for (const entries of [others, [first, first, ...others]]) await expect(expectRebuilt([{ ...whole, rows: { entries } }], log, makings)).rejects.toThrow();
    await expect(expectRebuilt([{ ...whole, gates: new Map([['case-a', 1]]) }], log, makings)).rejects.toThrow();
  });

  test('names what was not taken, but of a stream that stands still', () => {
    expect(notTaken({ ...whole, gates: new Map([['case-b', 0]]) }, log, makings)).toEqual(['case-a#0', 'case-a#1']);
    expect(notTaken({ ...whole, gates: new Map([['case-a', 0]]), parked: ['case-b 0 undecodable'] }, log, makings)).toEqual(['case-a#1']);
  });
});
