import type { Position, StoredEvent } from '@guitu/event-store';
import { Intake } from './intake.js';
import type { FetchedBatch } from './intake.js';

const partitions = ['cases/0', 'cases/1', 'cases/2'] as const;
const eventAt = (partition: string, offset: number): StoredEvent => ({
  id: `${partition}#${offset}`, type: 'guitu.case.found.v1', stream: `case-${partition}`, revision: offset, position: '' as Position, bytes: new Uint8Array(),
});

/** An intake of three partitions at their starts, and what was resolved of each. */
function openIntake(pageSize: number) {
  const intake = new Intake({ cluster: 'c', partitions: new Map(partitions.map((name) => [name, { low: 0, high: 0 }])) }, new Map(partitions.map((name) => [name, 0])), pageSize);
  intake.assign(partitions);
  const taken = new Map<string, number>();
  const batch = (partition: string, from: number, count: number): FetchedBatch => ({
    partition,
    high: from + count,
    records: Array.from({ length: count }, (_, index) => ({ offset: from + index, event: eventAt(partition, from + index) })),
    taken: (offset) => void taken.set(partition, offset),
  });
  return { intake, taken, batch };
}

it('one page has what one fetch brought of all partitions, and the cursors of each', async () => {
  const { intake, taken, batch } = openIntake(10);
  expect(await intake.page()).toMatchObject({ events: [], caughtUp: true });
  const next = intake.page();
  const settled = partitions.map((partition, index) => intake.offer(batch(partition, 0, index + 1)).settled);
  const page = await next;
  expect(page?.events.map(({ id }) => id)).toEqual(['cases/0#0', 'cases/1#0', 'cases/1#1', 'cases/2#0', 'cases/2#1', 'cases/2#2']);
  expect(Object.keys(page?.cursors ?? {})).toEqual(partitions);
  expect([page?.caughtUp, [...taken]]).toEqual([true, [['cases/0', 0], ['cases/1', 1], ['cases/2', 2]]]);
  await Promise.all(settled);
});

it('a page ends where it is full, in the middle of a partition, and the next one goes on there', async () => {
  const { intake, taken, batch } = openIntake(4);
  await intake.page();
  for (const partition of ['cases/0', 'cases/1']) intake.offer(batch(partition, 0, 3));
  const first = await intake.page();
  expect([first?.events.map(({ id }) => id), first?.caughtUp]).toEqual([['cases/0#0', 'cases/0#1', 'cases/0#2', 'cases/1#0'], false]);
  expect([...taken]).toEqual([['cases/0', 2], ['cases/1', 0]]);
  const second = await intake.page();
  expect([second?.events.map(({ id }) => id), Object.keys(second?.cursors ?? {}), second?.caughtUp]).toEqual([['cases/1#1', 'cases/1#2'], ['cases/1'], true]);
});

it('what was taken back before it was handed over is in no page, and comes again', async () => {
  const { intake, batch } = openIntake(10);
  await intake.page();
  const next = intake.page();
  intake.offer(batch('cases/0', 0, 2)).withdraw();
  intake.offer(batch('cases/1', 0, 1));
  expect((await next)?.events.map(({ id }) => id)).toEqual(['cases/1#0']);
  intake.offer(batch('cases/0', 0, 2));
  expect((await intake.page())?.events.map(({ id }) => id)).toEqual(['cases/0#0', 'cases/0#1']);
});
