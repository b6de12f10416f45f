import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { systemRuntime } from '@guitu/service-kit';
import { foundBody } from '../support/episodes.js';
import { exchangeBytes } from '../support/exchange-bytes.js';
import { guitu } from '../support/guitu.js';
import { createDesks, startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { able, unknownMan } from '../support/people.js';
import { idIn } from '../support/story.js';
import { waitFor } from '../support/wait-for.js';
import { expectNothingLost, startWriter } from '../support/writer.js';

interface Listed {
  readonly parked: readonly { readonly projection: string; readonly stream: string; readonly revision: number; readonly reason: string }[];
  readonly skipped: readonly { readonly projection: string; readonly stream: string; readonly revision: number; readonly reason: string; readonly by: string }[];
}

let shared: TestHub;
beforeAll(async () => {
  shared = await startTestHub();
}, 30_000);
afterAll(() => shared.close());
const run = (...words: readonly string[]) => guitu(shared.directory, words);

test('an operator finds a parked stream, leaves its event out for a reason, and rebuilds, while agencies go on', async () => {
  const desks = createDesks(shared.hub.urls);
  const writer = startWriter(desks);
  const stream = `case-${systemRuntime.uuid()}`;
  await shared.hub.store.append(stream, [{ id: systemRuntime.uuid(), type: 'guitu.case.found.v1', bytes: Buffer.from('{"not":"an event"}') }], { expected: 'no-stream' });
  await waitFor('both to park it', async () => (await shared.hub.projections.listParked()).filter((one) => one.stream === stream).length >= 2, 20_000);

  const found = (await run('parked', 'list', '--json')).json<Listed>();
  expect(found.parked.filter((one) => one.projection === 'worklist')).toMatchObject([{ stream, reason: 'undecodable' }]);
  const retried = await run('parked', 'retry', 'worklist', stream);
  expect([retried.exit, retried.said]).toEqual([1, `${stream} is parked again; "guitu parked list" says why.\n`]);
  for (const half of [['--revision', '0'], ['--reason', 'written by hand'], ['--revision', 'all', '--reason', 'written by hand']]) expect((await run('parked', 'skip', 'worklist', stream, ...half)).exit).toBe(2);
  expect((await run('parked', 'skip', 'worklist', stream, '--revision', '0', '--reason', 'written by hand')).exit).toBe(0);
  expect((await run('parked', 'skip', 'worklist', stream, '--revision', '0', '--reason', 'again')).exit).toBe(4);

  const acknowledged = writer.taken.length;
  const shown = await run('projections', '--json');
  const standing = shown.json<{ events: number; projections: readonly { name: string; parked: number; lagEvents: number }[] }>();
  expect([shown.exit, standing.events > acknowledged]).toEqual([0, true]);
  expect(Object.fromEntries(standing.projections.map(({ name, parked }) => [name, parked]))).toMatchObject({ worklist: 0, audit: 1 });
  expect((await run('projections')).said).toMatch(/^worklist +\d+ of \d+ events behind, 0 parked, /mu);

  const before = writer.taken.length;
  expect(await run('rebuild', 'worklist')).toMatchObject({ exit: 0, noted: expect.stringMatching(/^worklist: 100 % /mu) });
  await waitFor('commands beside the rebuild', () => writer.taken.length > before, 20_000);
  expect((await run('rebuild', 'nothing')).exit).toBe(4);

  // A rebuild tries the event again, and the decision stands because it fails again.
  const after = (await run('parked', 'list', 'worklist', '--json')).json<Listed>();
  expect(after.parked).toEqual([]);
  expect(after.skipped).toMatchObject([{ projection: 'worklist', stream, reason: 'written by hand', by: expect.stringContaining(userInfo().username) }]);
  const log = (await readFile(join(shared.directory, 'operator-log.ndjson'), 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as { verb: string; outcome: string; input?: object });
  expect(log).toContainEqual(expect.objectContaining({ verb: 'parked-skip', outcome: 'begun', input: { projection: 'worklist', stream, revision: 0, reason: 'written by hand' } }));
  await writer.stop();
  desks.close();
  await expectNothingLost(writer.taken, shared.hub.store);
}, 90_000);

test('a skip leaves out the event that was read and no other, and the list names who left it out', async () => {
  const stream = `case-${systemRuntime.uuid()}`;
  const bad = () => ({ id: systemRuntime.uuid(), type: 'guitu.case.found.v1', bytes: Buffer.from('{"not":"an event"}') });
  await shared.hub.store.append(stream, [bad(), bad()], { expected: 'no-stream' });
  await waitFor('both to park it', async () => (await shared.hub.projections.listParked()).filter((one) => one.stream === stream).length >= 2, 20_000);
  const skip = (who: string, revision: number, reason: string) => guitu(shared.directory, ['parked', 'skip', 'worklist', stream, '--revision', String(revision), '--reason', reason], { SUDO_USER: who });
  const listed = async () => {
    const { parked, skipped } = (await run('parked', 'list', 'worklist', '--json')).json<Listed>();
    return { parked: parked.filter((one) => one.stream === stream).map(({ revision }) => revision), skipped: skipped.filter((one) => one.stream === stream).map(({ revision, reason, by }) => [revision, reason, by.split(' ')[0]]) };
  };

  const first = await skip('wang', 0, 'written by hand');
  expect([first.exit, first.said]).toEqual([1, `Left out of worklist: revision 0 of ${stream}.\n${stream} is parked again; "guitu parked list" says why.\n`]);
  expect([(await skip('wang', 0, 'written by hand')).exit, (await skip('li', 0, 'seen as well')).exit]).toEqual([4, 4]);
  expect(await listed()).toEqual({ parked: [1], skipped: [[0, 'written by hand', 'wang']] });
  const second = await skip('li', 1, 'so is this one');
  expect([second.exit, second.said]).toEqual([0, `Left out of worklist: revision 1 of ${stream}.\n${stream} goes on in worklist.\n`]);
  expect((await skip('zhao', 1, 'once too often')).exit).toBe(4);
  expect(await listed()).toEqual({ parked: [], skipped: [[0, 'written by hand', 'wang'], [1, 'so is this one', 'li']] });
}, 60_000);

test('a case that was set aside goes on once the cause is mended and its operator retries, and whoever reads it sees so, while agencies go on', async () => {
  const [P, S] = ['police-baoji', 'station-baoji'] as const;
  const desks = createDesks(shared.hub.urls);
  const writer = startWriter(desks);
  const { caseId } = await desks.as(P).send('found', { body: foundBody(unknownMan('蓝布上衣'), able) });
  const { ids } = await desks.as(P).send('referral-sent', { caseId, body: { to: S, purpose: 'admission', reason: '请接收' } });
  const stream = `case-${caseId}`;
  const waits = async (): Promise<boolean> => (await desks.as(S).all('for-me')).some((item) => item.caseId === caseId);
  await waitFor('the station to see it', waits);

  const sound = exchangeBytes(shared.directory, stream, 1, Buffer.from('\u0000 no event'));
  expect((await run('rebuild', 'worklist')).exit).toBe(0);
  expect((await run('parked', 'list', 'worklist', '--json')).json<Listed>().parked).toMatchObject([{ stream, reason: 'undecodable' }]);
  expect([await waits(), (await run('parked', 'retry', 'worklist', stream)).exit]).toEqual([false, 1]);
  exchangeBytes(shared.directory, stream, 1, sound);

  const before = writer.taken.length;
  const retried = await run('parked', 'retry', 'worklist', stream);
  expect([retried.exit, retried.said, await waits()]).toEqual([0, `${stream} goes on in worklist.\n`, true]);
  expect(writer.taken.length).toBeGreaterThan(before);
  expect((await run('parked', 'list', 'worklist', '--json')).json<Listed>().parked).toEqual([]);
  expect((await run('parked', 'retry', 'worklist', stream)).exit).toBe(4);
  await desks.as(S).send('referral-received', { caseId, body: { referralId: idIn(ids, 'referralId'), signedBy: '值班员李秀英' } });
  await shared.settled(caseId);

  await writer.stop();
  desks.close();
  await expectNothingLost(writer.taken, shared.hub.store);
}, 90_000);
