import type { EventFeed, StoredEvent } from '@guitu/event-store';
import type { BusPage, ConsumeOptions, Cursors, EventBus } from '../port.js';

/** One adapter over an empty log. */
export interface BusUnderTest {
  readonly bus: EventBus;
  /** The log that the bus tells of. */
  readonly feed: EventFeed;
  /** Appends this many events to the stream, and brings them onto the bus. */
  add(stream: string, count?: number): Promise<void>;
  close(): Promise<void>;
}

export interface BusContract {
  readonly name: string;
  readonly open: () => Promise<BusUnderTest>;
}

type Options = Partial<Pick<ConsumeOptions, 'categories' | 'after' | 'pageSize' | 'consumer'>>;

const STREAMS = ['case-a', 'case-b', 'notes-a', 'care-1', 'person-a', 'case-c'];

const placesOf = (pages: readonly BusPage[]): readonly string[] => pages.flatMap(({ events }) => events.map(({ stream, revision }) => `${stream}#${revision}`));

const inOrder = (events: readonly StoredEvent[]): boolean => {
  const next = new Map<string, number>();
  return events.every(({ stream, revision }) => {
    const expected = next.get(stream) ?? 0;
    next.set(stream, Math.max(expected, revision + 1));
    return revision <= expected;
  });
};

/** The conformance kit of the bus: declares jest tests that hold an adapter to the words of the port. */
export function busContract({ name, open }: BusContract): void {
  describe(`${name} keeps the bus's contract`, () => {
    let tested: BusUnderTest;
    beforeEach(async () => {
      tested = await open();
    }, 60_000);
    afterEach(() => tested.close());

    /** Reads pages until they are enough, and the cursors behind the last of them. */
    async function read(enough: (pages: readonly BusPage[]) => boolean, options: Options = {}): Promise<{ readonly pages: readonly BusPage[]; readonly cursors: Cursors }> {
      const pages: BusPage[] = [];
      const stop = new AbortController();
      const cursors: Record<string, string> = { ...options.after };
      const consumed = { consumer: 'tested', categories: ['case', 'notes', 'care', 'person'], after: {}, pageSize: 50, ...options, signal: stop.signal };
      for await (const page of tested.bus.consume(consumed)) {
        pages.push(page);
        Object.assign(cursors, page.cursors);
        if (enough(pages)) break;
      }
      return { pages, cursors };
    }

    const caughtUp = (pages: readonly BusPage[]): boolean => pages.at(-1)?.caughtUp === true;

    it('gives every event at least once, as it is stored, and those of one stream in order', async () => {
      for (const stream of STREAMS) await tested.add(stream, 7);
      for (const stream of STREAMS) await tested.add(stream, 3);
      const { pages } = await read(caughtUp);
      const stored: StoredEvent[] = [];
      for await (const page of tested.feed.subscribe({ live: false })) stored.push(...page.events);
      const got = pages.flatMap(({ events }) => events);
      expect(inOrder(got)).toBe(true);
      const plain = (events: readonly StoredEvent[]): readonly string[] => [...new Set(events.map(({ bytes, ...rest }) => JSON.stringify([Object.entries(rest).sort(), Buffer.from(bytes).toString()])))].sort();
      expect(plain(got)).toEqual(plain(stored));
    });

    it('goes on after the cursors, and gives again what was not handled', async () => {
      for (const stream of STREAMS) await tested.add(stream, 4);
      const first = await read((pages) => placesOf(pages).length >= 9, { pageSize: 3 });
      const rest = await read(caughtUp, { after: first.cursors });
      const all = STREAMS.flatMap((stream) => [0, 1, 2, 3].map((revision) => `${stream}#${revision}`)).sort();
      expect([...new Set([...placesOf(first.pages), ...placesOf(rest.pages)])].sort()).toEqual(all);
      expect(placesOf(rest.pages).length).toBeLessThan(all.length);
      const again = await read(caughtUp);
      expect([...new Set(placesOf(again.pages))].sort()).toEqual(all);
    });

    it('says that nothing more is waiting when that is so, at once when nothing ever was, and never before', async () => {
      expect(await read(caughtUp)).toMatchObject({ pages: [{ events: [], caughtUp: true }] });
      for (const stream of STREAMS) await tested.add(stream, 5);
      const { pages, cursors } = await read(caughtUp, { pageSize: 4 });
      expect(new Set(placesOf(pages)).size).toBe(30);
      expect(pages.every(({ events }) => events.length <= 4)).toBe(true);
      expect((await read(caughtUp, { after: cursors })).pages).toMatchObject([{ events: [], caughtUp: true }]);
    });

    it('gives what comes later to a consumer that waits', async () => {
      await tested.add('case-a');
      let more: Promise<void> | undefined;
      const { pages } = await read((seen) => {
        if (caughtUp(seen)) more ??= tested.add('case-a', 2).then(() => tested.add('person-a'));
        return new Set(placesOf(seen)).size === 4 && caughtUp(seen);
      });
      await more;
      expect([...new Set(placesOf(pages))].sort()).toEqual(['case-a#0', 'case-a#1', 'case-a#2', 'person-a#0']);
    });

    it('whoever notes the ends, reads the store to its head and goes on from the ends misses nothing', async () => {
      for (const stream of STREAMS) await tested.add(stream, 2);
      const ends = await tested.bus.ends();
      for (const stream of STREAMS) await tested.add(stream, 1);
      const fromStore: string[] = [];
      let position: string | undefined;
      for await (const page of tested.feed.subscribe({ live: false })) {
        fromStore.push(...placesOf([{ ...page, cursors: {} }]));
        position = page.position;
      }
      for (const stream of STREAMS) await tested.add(stream, 1);
      const { pages } = await read(caughtUp, { after: { ...ends, ...(position === undefined ? {} : { log: position }) } });
      expect(new Set([...fromStore, ...placesOf(pages)]).size).toBe(4 * STREAMS.length);
      expect(placesOf(pages)).toContain('case-a#3');
      expect(placesOf(pages)).not.toContain('case-a#1');
    });

    it('gives only the categories that were asked for, and goes on past the others', async () => {
      for (const stream of STREAMS) await tested.add(stream, 2);
      const { pages, cursors } = await read(caughtUp, { categories: ['notes', 'care'] });
      expect([...new Set(placesOf(pages))].sort()).toEqual(['care-1#0', 'care-1#1', 'notes-a#0', 'notes-a#1']);
      expect(placesOf((await read(caughtUp, { categories: ['notes', 'care'], after: cursors })).pages)).toEqual([]);
      expect(await tested.bus.backlog(cursors, ['notes', 'care'])).toBe(0);
    });

    it('counts what waits, and counts nothing at the end alone', async () => {
      for (const stream of STREAMS) await tested.add(stream, 2);
      const all = ['case', 'notes', 'care', 'person'];
      expect(await tested.bus.backlog({}, all)).toBe(12);
      const { cursors } = await read(caughtUp);
      expect(await tested.bus.backlog(cursors, all)).toBe(0);
      await tested.add('care-1', 3);
      expect(await tested.bus.backlog(cursors, all)).toBe(3);
    });

    it('ends when it is told to, waiting or not yet begun', async () => {
      const stop = new AbortController();
      const consumed = { consumer: 'tested', categories: ['case'], after: {}, pageSize: 10, signal: stop.signal };
      const seen: boolean[] = [];
      for await (const page of tested.bus.consume(consumed)) {
        seen.push(page.caughtUp);
        setImmediate(() => stop.abort());
      }
      expect(seen).toEqual([true]);
      for await (const page of tested.bus.consume(consumed)) seen.push(page.caughtUp);
      expect(seen).toEqual([true]);
    });

    it('two consumers each get everything', async () => {
      for (const stream of STREAMS) await tested.add(stream, 2);
      const both = await Promise.all(['one', 'two'].map((consumer) => read(caughtUp, { consumer })));
      for (const { pages } of both) expect(new Set(placesOf(pages)).size).toBe(12);
    });
  });
}
