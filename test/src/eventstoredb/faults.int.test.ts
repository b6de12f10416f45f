import { copyFile, rename, rm } from 'node:fs/promises';
import { openEventStoreDb, openEventStoreDbFeed } from '@guitu/event-store/eventstoredb';
import { eventFor, eventsFor, readAll } from '@guitu/event-store/testing';
import { chanceOf } from '../support/seed.js';
import { waitFor } from '../support/wait-for.js';
import { appendUntilKnown, follow, ownServer } from './own-server.js';

const stream = 'case-1';
const away = { name: 'StoreError', code: 'store-unavailable', retriable: true };

describe('when the server is away', () => {
  const own = ownServer();

  it('nothing opens, calls say that they may be repeated, and with the server everything goes on by itself, feeds too', async () => {
    const store = await own.open();
    const reader = follow(store);
    await store.append(stream, eventsFor('before', 2), { expected: 'no-stream' });
    await waitFor('the first events', () => reader.events().length === 2);
    await own.server.kill();
    await expect(store.append(stream, [eventFor('while')], { expected: 1 })).rejects.toMatchObject({ name: 'StoreError', retriable: true });
    await expect(store.append(stream, [eventFor('while')], { expected: 1 })).rejects.toMatchObject(away);
    await expect(store.readStream(stream)).rejects.toMatchObject(away);
    await expect(store.head()).rejects.toMatchObject(away);
    await expect(store.checkpoints.load('relay')).rejects.toMatchObject(away);
    await expect(store.probe()).rejects.toMatchObject(away);
    await expect(openEventStoreDb({ url: own.server.url })).rejects.toMatchObject(away);
    await expect(openEventStoreDbFeed({ url: own.server.url })).rejects.toMatchObject(away);
    await own.server.restart();
    expect(await appendUntilKnown(store, stream, [eventFor('while')], 1)).toMatchObject({ ok: true, revision: 2 });
    await store.probe();
    await waitFor('the next event', () => reader.events().length >= 3);
    expect(reader.events()).toEqual(['case-1@0', 'case-1@1', 'case-1@2']);
    await reader.end();
  }, 120_000);

  it('a reader that only wants to reach the head is told', async () => {
    const store = await own.open();
    await own.server.control.inject({ kind: 'unavailable' });
    await expect(readAll(store)).rejects.toMatchObject(away);
    await own.server.control.clear();
    expect(await readAll(store)).toEqual([]);
  });

  it('a reader that waits ends when it is told to, or when its store is closed', async () => {
    const store = await own.open();
    await own.server.control.inject({ kind: 'unavailable' });
    const [told, closed] = [follow(store), follow(store)];
    await told.end();
    await store.close();
    await expect(closed.end()).rejects.toMatchObject({ code: 'store-closed' });
  });

  it('a server that is not ready yet refuses appends until it is', async () => {
    const store = await own.open();
    await own.server.control.inject({ kind: 'unavailable' });
    for (let n = 0; n < 3; n += 1) await expect(store.append(stream, [eventFor('a')], { expected: 'no-stream' })).rejects.toMatchObject({ name: 'StoreError', retriable: true });
    await own.server.control.clear();
    expect(await appendUntilKnown(store, stream, [eventFor('a')], 'no-stream')).toMatchObject({ ok: true, revision: 0 });
  });

  it('a read that is never answered is given up', async () => {
    const store = await own.open({ deadlineMs: 1_000 });
    await store.append(stream, [eventFor('a')], { expected: 'no-stream' });
    await own.server.control.inject({ kind: 'silent-read' });
    await expect(store.readStream(stream)).rejects.toMatchObject(away);
    await waitFor('the next read', async () => (await store.readStream(stream).catch(() => [])).length === 1);
  });

  it('a log is made by a store, and a feed of none is told to come again', async () => {
    await expect(openEventStoreDbFeed({ url: own.server.url, namespace: 'nobody' })).rejects.toMatchObject(away);
    await own.open({ namespace: 'nobody' });
    const feed = await openEventStoreDbFeed({ url: own.server.url, namespace: 'nobody' });
    expect(await feed.head()).toBeUndefined();
    await feed.close();
  });

  it('of two that make a log at once both get the same', async () => {
    const opening = () => openEventStoreDb({ url: own.server.url, namespace: 'at-once' });
    const [one, two] = await Promise.all([opening(), opening()]);
    expect(one.storeId).toBe(two.storeId);
    await Promise.all([one.close(), two.close()]);
  });
});

describe('a server under which the log was changed', () => {
  const own = ownServer();
  const foreign = { name: 'StoreError', code: 'foreign-checkpoint' };
  const files = (): readonly string[] => ['', '-wal', '-shm'].map((suffix) => `${own.server.file}${suffix}`);

  it('trap 4: is refused when it comes back with another log, by appends, feeds and the probe', async () => {
    const store = await own.open({ namespace: '' });
    const reader = follow(store);
    await store.append(stream, eventsFor('ours', 2), { expected: 'no-stream' });
    await waitFor('the events', () => reader.events().length === 2);
    await own.server.kill();
    await expect(store.append(stream, [eventFor('lost')], { expected: 1 })).rejects.toMatchObject({ retriable: true });
    for (const file of files()) await rm(file, { force: true });
    await own.server.restart();
    const other = await own.open({ namespace: '' });
    await other.append(stream, eventsFor('theirs', 9), { expected: 'no-stream' });
    expect(other.storeId).not.toBe(store.storeId);
    await expect(appendUntilKnown(store, stream, [eventFor('lost')], 1)).rejects.toMatchObject(foreign);
    await expect(store.probe()).rejects.toMatchObject(foreign);
    await waitFor('the feed to refuse', () => reader.over());
    await expect(reader.end()).rejects.toMatchObject(foreign);
    expect(reader.events()).toHaveLength(2);
  }, 120_000);

  it('trap 4: is refused when it comes back from an older backup, by whoever was further', async () => {
    const store = await own.open();
    await store.append(stream, eventsFor('a', 2), { expected: 'no-stream' });
    await own.server.kill();
    for (const file of files()) await copyFile(file, `${file}.backup`).catch(() => undefined);
    await own.server.restart();
    const reader = follow(store);
    expect(await appendUntilKnown(store, stream, eventsFor('b', 2), 1)).toMatchObject({ ok: true });
    const position = await store.head();
    await waitFor('the events', () => reader.events().length === 4);
    await own.server.kill();
    for (const file of files()) await rename(`${file}.backup`, file).catch(() => rm(file, { force: true }));
    await own.server.restart();
    await waitFor('the feed to refuse', () => reader.over());
    await expect(reader.end()).rejects.toMatchObject(foreign);
    await expect(readAll(store, { after: position! })).rejects.toMatchObject(foreign);
    await expect(store.checkpoints.save('relay', position!, { previous: undefined })).rejects.toMatchObject(foreign);
  }, 120_000);
});

describe.each([
  { batchAppend: true, path: 'by batch append' },
  { batchAppend: false, path: 'by one call' },
])('a server that dies in the middle of an append $path', ({ batchAppend }) => {
  const own = ownServer({ batchAppend });

  it.each([true, false])('has it once after a retry, whether it was written (%s) or not', async (wrote) => {
    const store = await own.open();
    await store.append(stream, eventsFor('a', 2), { expected: 'no-stream' });
    await own.server.control.inject({ kind: 'append', fails: 'death', wrote });
    const append = store.append(stream, eventsFor('b', 3), { expected: 1 });
    await expect(append).rejects.toMatchObject({ name: 'StoreError', code: 'append-outcome-unknown', retriable: true });
    await own.server.restart();
    expect(await appendUntilKnown(store, stream, eventsFor('b', 3), 1)).toMatchObject({ ok: true, revision: 4 });
    expect((await readAll(store)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
  });

  it('whatever breaks at random, every acknowledged append stands once, in order, and a reader has seen the same', async () => {
    const chance = chanceOf(`a server that breaks at random, ${batchAppend ? 'batch' : 'one call'}`);
    const store = await own.open({ deadlineMs: 1_000, silenceMs: 300 });
    const reader = follow(store, { pageSize: 7 });
    const rounds = process.env['GUITU_LONG'] === '1' ? 200 : 8;
    const acknowledged: string[] = [];
    const write = async (writer: number): Promise<void> => {
      const name = `case-${writer}`;
      for (let round = 0, next = 0; round < rounds; round += 1) {
        const events = eventsFor(`${writer}/${round}`, 1 + ((writer + round) % 3));
        const result = await appendUntilKnown(store, name, events, next === 0 ? 'no-stream' : next - 1);
        expect(result).toMatchObject({ ok: true, revision: next + events.length - 1 });
        acknowledged.push(...events.map((_, index) => `${name}@${next + index}`));
        next += events.length;
      }
    };
    let writing = true;
    const breaking = (async () => {
      while (writing) {
        const wrote = chance.percent(50);
        const fault = chance.below(6);
        if (fault === 0) {
          await own.server.kill();
          await own.server.restart();
        } else if (fault === 1) await own.server.control.inject({ kind: 'append', fails: 'no-answer', wrote });
        else if (fault === 2) await own.server.control.inject({ kind: 'append', fails: 'timed-out', wrote });
        else if (fault === 3) await own.server.control.inject({ kind: 'append', fails: 'wrong-version', wrote: true });
        else await own.server.control.inject({ kind: 'drop', as: chance.pick(['too-slow', 'unavailable']), afterEvents: chance.below(9) });
        const seen = acknowledged.length;
        await waitFor('progress', () => !writing || acknowledged.length > seen, 30_000);
      }
    })();
    await Promise.all([0, 1, 2, 3].map(write));
    writing = false;
    await breaking;
    await own.server.control.clear();
    const log = await readAll(store);
    const places = log.map((event) => `${event.stream}@${event.revision}`);
    expect([...places].sort()).toEqual([...acknowledged].sort());
    await waitFor('the reader', () => reader.events().length >= log.length, 30_000);
    expect(reader.events()).toEqual(places);
    await reader.end();
  }, 120_000);
});
