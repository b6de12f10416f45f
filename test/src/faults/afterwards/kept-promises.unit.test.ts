import type { CommandAnswer } from '@guitu/client';
import { Journal } from '../agencies/journal.js';
import { expectKeptPromises } from './kept-promises.js';
import { expectContinues, expectWholeLog } from './log-rows.js';
import type { LogRow } from './log-rows.js';

const [key, other, never] = ['10000000-0000-4000-a000-000000000001', '20000000-0000-4000-a000-000000000002', '30000000-0000-4000-a000-000000000003'];
const row = (position: number, cause: string, revision: number): LogRow => {
  const [id, type, causationid] = [`event-${position}`, 'guitu.case.admitted.v1', `${cause.slice(0, 13)}-8000-8000-000000000000`];
  return { position, stream: 'case-1', revision, id, type, bytes: Buffer.from(`${position}`), says: { id, type, revision, causationid } };
};
const rows: readonly LogRow[] = [row(2, key, 0), row(3, key, 1), row(4, other, 2), row(5, other, 3)];
const changed = (place: number, part: Partial<LogRow>): readonly LogRow[] => rows.map((one, at) => (at === place ? { ...one, ...part } : one));

/** One command acknowledged with two events, one of which nobody heard, one refused. */
function journal(): Journal {
  const book = new Journal();
  const body = { revision: 1, events: rows.slice(0, 2).map(({ id, type, revision }) => ({ id, type, revision })) } as unknown as CommandAnswer;
  book.begin({ by: 'station-baoji', name: 'admitted', body: { shelter: {} }, key }).end = { kind: 'taken', status: 200, etag: '"1"', body };
  book.begin({ by: 'station-baoji', name: 'admitted', body: { shelter: {} }, key: other });
  book.begin({ by: 'station-baoji', name: 'admitted', body: {}, key: never }).end = { kind: 'refused', status: 409, retryAfter: undefined, body: { type: '', title: '', status: 409, code: 'case-closed' } };
  return book;
}

describe('the examination after a fault', () => {
  test('takes a log that agrees with what the agencies remember', () => {
    expectKeptPromises(journal(), rows);
    expectKeptPromises(journal(), rows.slice(0, 2));
    expectWholeLog(rows);
    expectContinues(rows.slice(0, 3), rows);
  });

  const damaged: readonly [string, readonly LogRow[]][] = [
    ['an acknowledged event that is lost', rows.slice(1)],
    ['an acknowledged command that is half there', [rows[0]!, ...rows.slice(2)]],
    ['an acknowledged command that was applied twice', [...rows, row(6, key, 4), row(7, key, 5)]],
    ['a command that nobody heard of, half there', rows.slice(0, 3)],
    ['a command that nobody heard of, torn apart', [...rows.slice(0, 3), row(6, other, 3)]],
    ['a command that was refused and recorded', [...rows, row(6, never, 4)]],
    ['an event that nobody sent', [...rows, row(6, '40000000-0000-4000-a000-000000000004', 4)]],
  ];
  test.each(damaged)('finds %s', (_what, log) => {
    expect(() => expectKeptPromises(journal(), log)).toThrow();
  });

  test('finds a command that was half there, and acknowledged as that half when it was sent again', () => {
    const book = journal();
    const [first] = book.entries;
    if (first?.end?.kind === 'taken') first.end = { ...first.end, etag: '"0"', body: { ...first.end.body, revision: 0, events: first.end.body.events.slice(0, 1) } };
    expect(() => expectKeptPromises(book, [rows[0]!])).toThrow();
  });

  test('finds an answer whose tag is not that of its revision', () => {
    const book = journal();
    const [first] = book.entries;
    if (first?.end?.kind === 'taken') first.end = { ...first.end, etag: '"2"' };
    expect(() => expectKeptPromises(book, rows)).toThrow();
  });

  test('finds a gap in a stream, an id that stands twice, and a column that contradicts its bytes', () => {
    expect(() => expectWholeLog([rows[0]!, ...rows.slice(2)])).toThrow();
    expect(() => expectWholeLog([...rows, { ...row(6, key, 4), id: 'event-2', says: { id: 'event-2', type: rows[0]?.type, revision: 4 } }])).toThrow();
    expect(() => expectWholeLog(changed(1, { type: 'guitu.case.sheltered.v1' }))).toThrow();
  });

  test('finds a log that was changed, cut or written into before its end', () => {
    expect(() => expectContinues(rows, changed(1, { bytes: Buffer.from('x') }))).toThrow();
    expect(() => expectContinues(rows, rows.slice(0, 3))).toThrow();
    expect(() => expectContinues(rows, [rows[0]!, row(9, key, 0), ...rows.slice(1)])).toThrow();
  });
});
