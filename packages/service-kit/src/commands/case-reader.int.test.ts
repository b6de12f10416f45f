import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseStream, definitionOf, encodeEvent, typeOf } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import type { EventReader, EventStore } from '@guitu/event-store';
import { openSqliteStore } from '@guitu/event-store';
import { announceSeed, seededRandom } from '@guitu/event-store/testing';
import { foldCase } from '@guitu/referral';
import { Scenario, broughtToOrigin, freeAdult, idOf, placed } from '@guitu/referral/testing';
import type { CaseStory } from '@guitu/referral/testing';
import { createCaseReader, readEvents } from './case-reader.js';

/** The police take a referral back and send another one. */
function thoughtBetter(story: CaseStory): void {
  story.does('P', 'found', {}, 'P/Pf');
  const target = story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical' });
  story.does('P', 'voided', { target });
  story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical' });
}

let directory: string;
/** Two connections to one file, as two hubs would have. */
let stores: readonly [EventStore, EventStore];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guitu-cases-'));
  const file = join(directory, 'log.db');
  stores = [await openSqliteStore({ file, durability: 'normal' }), await openSqliteStore({ file, durability: 'normal' })];
});
afterEach(async () => {
  for (const store of stores) await store.close();
  await rm(directory, { recursive: true });
});

const scenario = new Scenario();
/** The events of a case of its own. */
const told = (tell: (story: CaseStory) => unknown): AnyEvent[] => {
  const story = scenario.case(freeAdult);
  tell(story);
  return story.events;
};
const caseOf = (events: readonly AnyEvent[]): string => events[0]?.subject ?? '';

async function write(store: EventStore, events: readonly AnyEvent[]): Promise<void> {
  for (const event of events) {
    const stored = { id: event.id, type: typeOf(definitionOf(event.name)), bytes: encodeEvent(event) };
    expect(await store.append(caseStream(event.subject), [stored], { expected: event.revision === 0 ? 'no-stream' : event.revision - 1 })).toMatchObject({ ok: true });
  }
}

/** The store, and how many events each read of it gave. */
function counted(store: EventStore): { readonly reader: EventReader; readonly reads: number[] } {
  const reads: number[] = [];
  const reader: EventReader = {
    readStream: async (stream, options) => {
      const events = await store.readStream(stream, options);
      reads.push(events.length);
      return events;
    },
  };
  return { reader, reads };
}

describe('a case that is kept in memory', () => {
  test('is read from the log once, then only what came after', async () => {
    const events = told(placed);
    const { reader, reads } = counted(stores[0]);
    const cases = createCaseReader(reader);
    await write(stores[0], events.slice(0, 5));
    await cases(caseOf(events));
    await cases(caseOf(events));
    await write(stores[0], events.slice(5));
    expect((await cases(caseOf(events))).state).toEqual(foldCase(events));
    expect(reads).toEqual([5, 0, events.length - 5]);
  });

  test('has what another hub has written to the same file, at once', async () => {
    const events = told(broughtToOrigin);
    const cases = createCaseReader(stores[0]);
    for (const [index, event] of events.entries()) {
      await write(stores[index % 2] ?? stores[0], [event]);
      expect((await cases(caseOf(events))).state.revision).toBe(index);
    }
  });

  test('is folded anew where something was taken back', async () => {
    const events = told(thoughtBetter);
    const cases = createCaseReader(stores[0]);
    for (const [index, event] of events.entries()) {
      await write(stores[0], [event]);
      expect((await cases(caseOf(events))).state).toEqual(foldCase(events.slice(0, index + 1)));
    }
    expect(events.map(({ name }) => name)).toContain('voided');
  });

  test('stays as it was for whoever read it before the case went on', async () => {
    const events = told(placed);
    const cases = createCaseReader(stores[0]);
    await write(stores[0], events.slice(0, 4));
    const before = await cases(caseOf(events));
    await write(stores[0], events.slice(4));
    await cases(caseOf(events));
    expect(before.events).toHaveLength(4);
    expect(before.state).toEqual(foldCase(events.slice(0, 4)));
  });

  test('makes room, when the memory for cases is full, for those that are used', async () => {
    const all = [told(placed), told(broughtToOrigin), told(thoughtBetter)] as const;
    const sizeOf = (events: readonly AnyEvent[]): number => events.reduce((sum, event) => sum + encodeEvent(event).byteLength, 0);
    const [placedCase, home, better] = all.map(caseOf) as [string, string, string];
    for (const events of all) await write(stores[0], events);
    const { reader, reads } = counted(stores[0]);
    const cases = createCaseReader(reader, sizeOf(all[0]) + sizeOf(all[1]));
    for (const caseId of [placedCase, home, placedCase, better]) await cases(caseId); // now `home` is the one used longest ago
    reads.length = 0;
    await cases(placedCase);
    await cases(home);
    expect(reads).toEqual([0, all[1].length]);
  });

  test('that alone is larger than the memory for cases is not kept', async () => {
    const events = told(placed);
    await write(stores[0], events);
    const { reader, reads } = counted(stores[0]);
    const cases = createCaseReader(reader, 100);
    await cases(caseOf(events));
    await cases(caseOf(events));
    expect(reads).toEqual([events.length, events.length]);
  });

  test('of which an event cannot be read is refused each time, and read again when it can be', async () => {
    const events = told(thoughtBetter);
    await write(stores[0], events.slice(0, 2));
    let damaged = false;
    const cases = createCaseReader({
      readStream: async (stream, options) => (await stores[0].readStream(stream, options)).map((row) => (damaged && row.revision === 2 ? { ...row, bytes: Buffer.from('{"type":"guitu.case.of-tomorrow.v1"}') } : row)),
    });
    await cases(caseOf(events));
    await write(stores[0], events.slice(2));
    damaged = true;
    for (const _try of [1, 2]) await expect(cases(caseOf(events))).rejects.toMatchObject({ name: 'UnreadableEvent', reason: 'unknown-type' });
    damaged = false;
    expect((await cases(caseOf(events))).state).toEqual(foldCase(events));
  });

  test('is what a fold of the whole stream gives, whoever writes, however little is kept', async () => {
    const random = seededRandom(announceSeed('cases in memory'));
    const streams = [told(placed), told(broughtToOrigin), told(thoughtBetter)];
    const written = streams.map(() => 0);
    const readers = [0, 4_000, 20_000, undefined].map((kept, index) => createCaseReader(stores[index % 2] ?? stores[0], kept));
    while (written.some((count, index) => count < (streams[index]?.length ?? 0))) {
      const chosen = random.below(streams.length);
      const next = streams[chosen]?.[written[chosen] ?? 0];
      if (next !== undefined) {
        await write(stores[random.below(2)] ?? stores[0], [next]);
        written[chosen] = next.revision + 1;
      }
      const caseId = caseOf(streams[random.below(streams.length)] ?? []);
      const reader = readers[random.below(readers.length)] ?? createCaseReader(stores[0]);
      const [known, ofLog] = [await reader(caseId), await readEvents(stores[0], caseStream(caseId))];
      expect(known.events).toEqual(ofLog);
      if (ofLog.length > 0) expect(known.state).toEqual(foldCase(ofLog));
    }
  });
});
