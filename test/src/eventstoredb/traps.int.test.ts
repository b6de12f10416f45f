import type { EventStore, ExpectedRevision, NewEvent, Position } from '@guitu/event-store';
import { eventFor, eventsFor, readAll } from '@guitu/event-store/testing';
import { waitFor } from '../support/wait-for.js';
import { appendUntilKnown, countBreaks, follow, ownServer } from './own-server.js';
import type { OwnServer } from './own-server.js';

// The traps of EventStoreDB and its client, numbered as in the README of packages/event-store. Those that need no server are tested beside the adapter.

const stream = 'case-1';
const allOf = (count: number): readonly string[] => Array.from({ length: count }, (_, revision) => `${stream}@${revision}`);

describe('where events are', () => {
  const own = ownServer();

  it('trap 2: how far a reader is behind is counted in events, whatever lies between them', async () => {
    const store = await own.open();
    await store.append(stream, eventsFor('a', 2), { expected: 'no-stream' });
    const after = await store.head();
    await own.server.control.writeStatistics(40);
    await store.append(stream, eventsFor('b', 3), { expected: 1 });
    await store.checkpoints.save('relay', after!, { previous: undefined });
    await own.server.control.writeStatistics(40);
    expect(await store.backlog(after)).toBe(3);
    expect(await store.backlog(await store.head())).toBe(0);
  });

  it('trap 2: of a long way behind the number is an estimate, and never 0', async () => {
    const store = await own.open();
    for (let n = 0; n < 4; n += 1) await store.append(`case-${n}`, eventsFor(`many${n}`, 500), { expected: 'no-stream' });
    const all = await store.backlog(undefined);
    expect(all).toBeGreaterThan(1_800);
    expect(all).toBeLessThan(2_200);
    const other = await own.open();
    await own.server.control.writeStatistics(600);
    await other.append(stream, [eventFor('late')], { expected: 'no-stream' });
    expect(await other.backlog(undefined)).toBe(1);
  });

  it('trap 3: a feed goes on behind the position that it is given, with the very next event', async () => {
    const store = await own.open();
    await store.append(stream, eventsFor('e', 6), { expected: 'no-stream' });
    const events = await readAll(store);
    for (const { position, revision } of events) expect((await readAll(store, { after: position })).map((event) => event.revision)).toEqual([0, 1, 2, 3, 4, 5].slice(revision + 1));
  });

  it('trap 4: a checkpoint beyond the head, or at no event, is refused and not waited for', async () => {
    const store = await own.open();
    await store.append(stream, eventsFor('e', 2), { expected: 'no-stream' });
    const head = await store.head();
    const beyond = head!.replaceAll(/^0/g, '1') as Position;
    const between = `${String(BigInt(head!.slice(0, 20)) - 1n).padStart(20, '0')}`.repeat(2) as Position;
    const refused = { name: 'StoreError', code: 'foreign-checkpoint' };
    await expect(readAll(store, { after: beyond })).rejects.toMatchObject(refused);
    await expect(store.checkpoints.save('relay', beyond, { previous: undefined })).rejects.toMatchObject(refused);
    await expect(store.backlog(beyond)).rejects.toMatchObject(refused);
    await expect(readAll(store, { after: between })).rejects.toMatchObject(refused);
    await expect(readAll(store, { after: '7' as Position })).rejects.toMatchObject(refused);
  });
});

describe('subscriptions', () => {
  const own = ownServer();

  it('trap 5: the place of a reader of few events moves with everybody else\'s, long before the server would send a checkpoint', async () => {
    const store = await own.open();
    const reader = follow(store, { categories: ['person'] });
    await store.append(stream, eventsFor('e', 3), { expected: 'no-stream' });
    const head = await store.head();
    await waitFor('the place', () => reader.pages.at(-1)?.position === head);
    expect(reader.events()).toEqual([]);
    await reader.end();
  });

  it('trap 6: caughtUp and checkpoints fire ahead of the events, and no page believes them', async () => {
    const store = await own.open();
    await store.append(stream, eventsFor('e', 17), { expected: 'no-stream' });
    await own.server.control.inject({ kind: 'eager-checkpoints' });
    await own.server.control.inject({ kind: 'early-checkpoints' });
    const pages: [number, boolean, boolean][] = [];
    for await (const page of store.subscribe({ live: true, pageSize: 1 })) {
      pages.push([page.events[0]!.revision, page.position === page.events[0]!.position, page.caughtUp]);
      if (page.caughtUp) break;
    }
    expect(pages).toEqual(Array.from({ length: 17 }, (_, revision) => [revision, true, revision === 16]));
  });

  it('trap 7: an impossible checkpoint moves nobody', async () => {
    const store = await own.open();
    const reader = follow(store);
    await store.append(stream, eventsFor('a', 2), { expected: 'no-stream' });
    await waitFor('the first events', () => reader.events().length === 2);
    await own.server.control.inject({ kind: 'impossible-checkpoint' });
    await store.append(stream, eventsFor('b', 2), { expected: 1 });
    await waitFor('the next events', () => reader.events().length === 4);
    expect(reader.pages.at(-1)?.position).toBe(await store.head());
    await reader.end();
  });

  it('trap 7: a subscription that is stuck and says nothing is given up, and nothing is left out', async () => {
    const store = await own.open({ silenceMs: 100 });
    const breaks = countBreaks();
    const reader = follow(store);
    await store.append(stream, eventsFor('a', 2), { expected: 'no-stream' });
    await waitFor('the first events', () => reader.events().length === 2);
    await own.server.control.inject({ kind: 'stuck' });
    await store.append(stream, eventsFor('b', 2), { expected: 1 });
    await waitFor('the subscription to be given up', () => breaks.count > 0);
    expect(reader.pages.at(-1)?.events).toHaveLength(2);
    await own.server.control.clear();
    await waitFor('the next events', () => reader.events().length >= 4);
    expect(reader.events()).toEqual(allOf(4));
    breaks.stop();
    await reader.end();
  });

  it('trap 9: events that the filter excludes are left out, and so is what the adapter itself writes', async () => {
    const [store, other] = [await own.open(), await own.open()];
    const reader = follow(store);
    await waitFor('a live subscription', async () => reader.pages.length > 0 && (await own.server.control.status()).subscriptions > 0);
    await own.server.control.inject({ kind: 'leak', times: 8 });
    await own.server.control.writeStatistics(2);
    await store.append(stream, [eventFor('a')], { expected: 'no-stream' });
    const position = await store.head();
    await store.checkpoints.save('relay', position!, { previous: undefined });
    await other.append('case-elsewhere', [eventFor('b')], { expected: 'no-stream' });
    await store.append(stream, [eventFor('c')], { expected: 0 });
    await waitFor('the last event', () => reader.events().includes(`${stream}@1`));
    expect(reader.events()).toEqual(allOf(2));
    expect(await store.backlog(position)).toBe(1);
    await reader.end();
  });

  it.each(['too-slow', 'unavailable'] as const)('trap 11: a subscription that is dropped (%s) goes on behind the last event that was delivered, and that is told', async (as) => {
    const store = await own.open();
    await store.append(stream, eventsFor('e', 40), { expected: 'no-stream' });
    await own.server.control.inject({ kind: 'drop', as, afterEvents: 13 });
    const breaks = countBreaks();
    const reader = follow(store, { pageSize: 5 });
    await waitFor('all events', () => reader.events().length >= 40);
    expect(reader.events()).toEqual(allOf(40));
    expect(breaks.count).toBe(1);
    breaks.stop();
    await reader.end();
  });
});

describe('servers before 23.10', () => {
  const own = ownServer({ version: '22.10.5' });

  it('trap 8: a server that never says "caught up" has readers that know', async () => {
    const store = await own.open();
    await store.append(stream, eventsFor('e', 7), { expected: 'no-stream' });
    expect(await readAll(store)).toHaveLength(7);
    const reader = follow(store, { after: (await store.head())! });
    await waitFor('the head', () => reader.pages.length > 0);
    expect(reader.pages).toMatchObject([{ events: [], caughtUp: true }]);
    await store.append(stream, [eventFor('next')], { expected: 6 });
    await waitFor('the next event', () => reader.pages.length > 1);
    expect(reader.pages[1]).toMatchObject({ events: [{ revision: 7 }], caughtUp: true });
    await reader.end();
  });
});

describe.each([
  { batchAppend: true, path: 'by batch append' },
  { batchAppend: false, path: 'by one call' },
])('appends $path', ({ batchAppend }) => {
  const own: OwnServer = ownServer({ batchAppend });

  it('trap 12: an append that was written although the server answered a conflict is recognised by its ids', async () => {
    const store = await own.open();
    await own.server.control.inject({ kind: 'append', fails: 'wrong-version', wrote: true });
    expect(await store.append(stream, eventsFor('a', 3), { expected: 'no-stream' })).toMatchObject({ ok: true, revision: 2 });
    expect(await readAll(store)).toHaveLength(3);
  });

  it('trap 13: an append that names no revision is refused, and never sent as "any"', async () => {
    const store = await own.open();
    await store.append(stream, [eventFor('a')], { expected: 'no-stream' });
    for (const expected of [undefined, 'any', -2]) await expect(store.append(stream, [eventFor('b')], { expected: expected as ExpectedRevision })).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await readAll(store)).toHaveLength(1);
  });

  it('trap 14: a conflict with a stream that is not there says "no-stream"', async () => {
    const store = await own.open();
    expect(await store.append(stream, [eventFor('a')], { expected: 4 })).toEqual({ ok: false, conflict: { expected: 4, actual: 'no-stream' } });
  });

  it('trap 15: an address that switches the client\'s errors off changes no answer', async () => {
    const store = await own.open({ url: `${own.server.url}&throwOnAppendFailure=false` });
    await store.append(stream, eventsFor('a', 4), { expected: 'no-stream' });
    expect(await store.append(stream, [eventFor('b')], { expected: 1 })).toEqual({ ok: false, conflict: { expected: 1, actual: 3 } });
    expect(await store.append('case-2', [eventFor('b')], { expected: 1 })).toEqual({ ok: false, conflict: { expected: 1, actual: 'no-stream' } });
    expect(await store.append(stream, eventsFor('a', 4), { expected: 'no-stream' })).toMatchObject({ ok: true, revision: 3 });
  });

  it('trap 17: what takes a reader\'s subscription does not touch an append in flight', async () => {
    const store = await own.open();
    const reader = follow(store);
    await own.server.control.inject({ kind: 'lag', answersMs: 150 });
    const slow = store.append(stream, [eventFor('a')], { expected: 'no-stream' });
    await own.server.control.inject({ kind: 'drop', as: 'too-slow' });
    expect(await slow).toMatchObject({ ok: true, revision: 0 });
    await waitFor('the event', () => reader.events().length === 1);
    await reader.end();
  });

  it('trap 17: appends in flight when their stream breaks have an unknown outcome, and a retry settles it', async () => {
    // Calls of their own are not cut off with the stream.
    const deadlineMs = batchAppend ? 10_000 : 1_000;
    const [store, neighbour] = [await own.open({ deadlineMs }), await own.open({ deadlineMs })];
    const appends = (append = (one: EventStore, name: string, events: readonly NewEvent[], expected: ExpectedRevision) => one.append(name, events, { expected })) => [
      ...Array.from({ length: 5 }, (_, n) => append(store, `person-${n}`, [eventFor(`s${n}`)], 'no-stream')),
      ...Array.from({ length: 5 }, (_, n) => append(neighbour, `person-${n}`, [eventFor(`n${n}`)], 'no-stream')),
    ];
    await Promise.all([store.append(stream, [eventFor('line')], { expected: 'no-stream' }), neighbour.append(stream, [eventFor('other line')], { expected: 'no-stream' })]);
    await own.server.control.inject({ kind: 'append', fails: 'no-answer', wrote: true, times: 10 });
    const first = Promise.allSettled(appends());
    await waitFor('the appends', async () => (await own.server.control.status()).faults.length === 0);
    await own.server.control.inject({ kind: 'drop' });
    for (const outcome of await first) expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', code: 'append-outcome-unknown' } });
    for (const result of await Promise.all(appends(appendUntilKnown))) expect(result).toMatchObject({ ok: true, revision: 0 });
    for (const one of [store, neighbour]) expect(await readAll(one)).toHaveLength(6);
  });

  it('trap 18: an append that is never answered has an unknown outcome after our own deadline, and a retry finds it', async () => {
    const namespace = 'never-answered';
    const store = await own.open({ namespace, deadlineMs: 1_000 });
    await own.server.control.inject({ kind: 'append', fails: 'no-answer', wrote: true });
    const events = eventsFor('a', 2);
    await expect(store.append(stream, events, { expected: 'no-stream' })).rejects.toMatchObject({ name: 'StoreError', code: 'append-outcome-unknown', retriable: true });
    expect(await appendUntilKnown(store, stream, events, 'no-stream')).toMatchObject({ ok: true, revision: 1 });
    expect(await readAll(await own.open({ namespace }))).toHaveLength(2);
  });

  it('trap 19: too large an append is refused before it is sent, and the event is named', async () => {
    const store = await own.open();
    const large = { ...eventFor('large'), bytes: new Uint8Array(900 * 1024) };
    await expect(store.append(stream, [eventFor('small'), large], { expected: 'no-stream' })).rejects.toMatchObject({ code: 'event-too-large', message: expect.stringContaining(large.id) });
  });

  it('trap 20: a repeated append that is answered without a place is ok all the same', async () => {
    const store = await own.open();
    await store.append(stream, eventsFor('a', 2), { expected: 'no-stream' });
    await own.server.control.inject({ kind: 'no-position' });
    expect(await store.append(stream, eventsFor('a', 2), { expected: 'no-stream' })).toEqual({ ok: true, revision: 1 });
  });

  it('trap 22: a stream that is not there is read as empty', async () => {
    const store = await own.open();
    expect(await store.readStream('case-none')).toEqual([]);
    expect(await store.readStream('case-none', { from: 5, limit: 1 })).toEqual([]);
  });

  it('trap 24: a stream that has nothing but metadata is not there', async () => {
    const store = await own.open();
    await store.append(stream, eventsFor('a', 2), { expected: 'no-stream' });
    const [one, two] = (await readAll(store)).map(({ position }) => position);
    expect(await store.checkpoints.save('relay', one!, { previous: undefined })).toBe('saved');
    expect(await store.checkpoints.save('relay', two!, { previous: undefined })).toBe('lost');
    expect(await store.checkpoints.save('relay', two!, { previous: one })).toBe('saved');
  });
});
