import fc from 'fast-check';
import type { AppendResult, EventStore, ExpectedRevision, NewEvent, StoredEvent } from '../port.js';
import type { CaseContext } from './contract-case.js';
import { readAll, readPages } from './read-log.js';
import { eventFor } from './test-events.js';

interface Action {
  readonly writer: number;
  readonly stream: string;
  readonly events: number;
  /** Decides on what it read, on an outdated revision, or sends everything twice as after a lost answer. */
  readonly manner: 'fresh' | 'stale' | 'twice';
}

const action: fc.Arbitrary<Action> = fc.record({
  writer: fc.nat(3),
  stream: fc.constantFrom('case-a', 'case-b', 'person-a'),
  events: fc.integer({ min: 1, max: 4 }),
  manner: fc.constantFrom('fresh', 'fresh', 'stale', 'twice'),
});

/** Bursts of concurrent actions; between two bursts the log is closed and opened again where it can be. */
const bursts = fc.array(fc.array(action, { maxLength: 12 }), { minLength: 1, maxLength: 4 });

interface Acknowledged {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly revision: number;
}

async function currentRevision(store: EventStore, stream: string): Promise<ExpectedRevision> {
  const revision = (await store.readStream(stream)).at(-1)?.revision;
  return revision ?? 'no-stream';
}

async function act(store: EventStore, { stream, events, manner }: Action, label: string): Promise<readonly Acknowledged[]> {
  const fresh = Array.from({ length: events }, (_, index) => eventFor(`${label}/${index}`));
  // Bounded like the command path: a writer that keeps losing gives up.
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const current = await currentRevision(store, stream);
    const expected: ExpectedRevision = manner === 'stale' && attempt === 0 ? (typeof current === 'number' && current > 0 ? current - 1 : 'no-stream') : current;
    const tries = Array.from({ length: manner === 'twice' ? 2 : 1 }, () => store.append(stream, fresh, { expected }));
    const results: readonly AppendResult[] = await Promise.all(tries);
    const won = results.filter((result) => result.ok);
    expect(new Set(won.map((result) => result.revision)).size).toBeLessThan(2);
    if (won[0] !== undefined) {
      expect(won).toHaveLength(results.length);
      return [{ stream, events: fresh, revision: won[0].revision }];
    }
  }
  return [];
}

function expectExactly(log: readonly StoredEvent[], acknowledged: readonly Acknowledged[]): void {
  const place = (stream: string, revision: number, id: string): string => `${stream}@${revision} ${id}`;
  const promised = acknowledged.flatMap(({ stream, events, revision }) => events.map((event, index) => place(stream, revision - events.length + 1 + index, event.id)));
  expect(log.map((event) => place(event.stream, event.revision, event.id)).sort()).toEqual(promised.sort());
  const next = new Map<string, number>();
  for (const event of log) {
    expect(event.revision).toBe(next.get(event.stream) ?? 0);
    next.set(event.stream, event.revision + 1);
  }
  for (const [index, event] of log.entries()) if (index > 0) expect(event.position > (log[index - 1]?.position ?? '')).toBe(true);
}

/** Whatever writers do at once, retry or lose: the log is exactly the acknowledged appends, each once, in order, and a live reader saw the same. */
export async function checkHistoryProperty({ open, reopen }: CaseContext, options: { readonly seed: number; readonly runs: number; readonly reopens: boolean }): Promise<void> {
  await fc.assert(
    fc.asyncProperty(bursts, async (plan) => {
      let store = await open();
      const acknowledged: Acknowledged[] = [];
      for (const [burst, actions] of plan.entries()) {
        const before = (await readAll(store)).length;
        const after = await store.head();
        // A last event tells the live reader that the burst is over, so that it need not wait for a time.
        const mark = { stream: `burst-${burst}`, events: [eventFor(`burst/${burst}`)], revision: 0 };
        const live = readPages(store, { live: true, pageSize: 5, ...(after === undefined ? {} : { after }) }, (pages) => pages.at(-1)?.events.at(-1)?.stream === mark.stream);
        const writers = [0, 1, 2, 3].map(async (writer) => {
          const done: Acknowledged[] = [];
          for (const [index, one] of actions.entries()) if (one.writer === writer) done.push(...(await act(store, one, `${burst}/${index}`)));
          return done;
        });
        acknowledged.push(...(await Promise.all(writers)).flat(), mark);
        await store.append(mark.stream, mark.events, { expected: 'no-stream' });
        const log = await readAll(store);
        expectExactly(log, acknowledged);
        expect((await live).flatMap((page) => page.events)).toEqual(log.slice(before));
        if (options.reopens && burst < plan.length - 1) store = await reopen(store);
      }
      await store.close();
    }),
    { seed: options.seed, numRuns: options.runs },
  );
}
