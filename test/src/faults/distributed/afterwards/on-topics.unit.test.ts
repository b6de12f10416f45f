import type { LogRow } from '../../afterwards/log-rows.js';
import type { TopicRecord } from '../kafka/topic-records.js';
import { expectOrderKept } from './on-topics.js';

const row = (position: number, stream: string, revision: number): LogRow => ({ position, stream, revision, id: `event-${position}`, type: 'guitu.case.found.v1', bytes: Buffer.from(`${position}`), says: {} });
const log = [row(1, 'case-a', 0), row(2, 'case-a', 1), row(3, 'case-b', 0), row(4, 'notes-a', 0), row(5, 'case-a', 2)];
const record = ({ stream, revision, id, bytes }: LogRow, part: Partial<TopicRecord> = {}): TopicRecord => {
  const key = stream.slice(stream.indexOf('-') + 1);
  return { partition: key === 'a' ? 'cases/0' : 'cases/1', key, stream, revision, id, bytes, ...part };
};
const [first, second, other, note, third] = log.map((one) => record(one)) as [TopicRecord, TopicRecord, TopicRecord, TopicRecord, TopicRecord];

describe('the examination of the topics', () => {
  test('takes what came in the order of the log, and pages that came again', () => {
    expect(expectOrderKept([first, second, note, third, other], log)).toEqual({ again: 0, missing: [] });
    expect(expectOrderKept([first, second, first, second, note, other, third, first], log)).toEqual({ again: 3, missing: [] });
  });

  test('tells what has not come', () => {
    expect(expectOrderKept([first, second], log)).toEqual({ again: 0, missing: ['case-b#0', 'notes-a#0', 'case-a#2'] });
  });

  const wrong: readonly [string, readonly TopicRecord[]][] = [
    ['an event before the one that it follows', [first, third, second, note, other]],
    ['two streams of one case in another order', [first, second, third, note, other]],
    ['an event that comes first after what follows it came', [first, third, first, second]],
    ['an event that the log does not have', [first, { ...second, revision: 7 }]],
    ['another event in its place', [first, { ...second, id: 'event-9' }]],
    ['other bytes', [first, { ...second, bytes: Buffer.from('x') }]],
    ['a case on two partitions', [first, { ...second, partition: 'cases/3' }]],
    ['a case with two keys', [first, { ...second, key: 'b' }]],
  ];
  test.each(wrong)('finds %s', (_what, records) => {
    expect(() => expectOrderKept(records, log)).toThrow();
  });
});
