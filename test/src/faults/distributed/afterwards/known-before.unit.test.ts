import type { CommandAnswer } from '@guitu/client';
import { Journal } from '../../agencies/journal.js';
import { expectKeptPromises } from '../../afterwards/kept-promises.js';
import type { LogRow } from '../../afterwards/log-rows.js';
import { knownBefore } from './known-before.js';

const [key, other] = ['10000000-0000-4000-a000-000000000001', '20000000-0000-4000-a000-000000000002'];
const row = (position: number, cause: string, revision: number): LogRow => {
  const [id, type] = [`event-${position}`, 'guitu.case.note-added.v1'];
  return { position, stream: 'case-1', revision, id, type, bytes: Buffer.from(''), says: { id, type, revision, causationid: `${cause.slice(0, 13)}-8000-8000-000000000000` } };
};
const rows = [row(1, key, 0), row(2, other, 1)];
const end = (one: LogRow) => ({ kind: 'taken', status: 200, etag: `"${one.revision}"`, body: { revision: one.revision, events: [{ id: one.id, type: one.type, revision: one.revision }] } as unknown as CommandAnswer }) as const;

describe('a log that is read while agencies write', () => {
  test('may hold what was acknowledged or begun since, or not', () => {
    const journal = new Journal();
    const entry = journal.begin({ by: 'station-baoji', name: 'note-added', body: {}, key });
    const heard = knownBefore(journal);
    entry.end = end(rows[0]!);
    journal.begin({ by: 'station-baoji', name: 'note-added', body: {}, key: other });
    for (const log of [[], rows.slice(0, 1), rows]) expectKeptPromises(heard(), log);
  });

  test('must hold what was acknowledged before', () => {
    const journal = new Journal();
    journal.begin({ by: 'station-baoji', name: 'note-added', body: {}, key }).end = end(rows[0]!);
    const heard = knownBefore(journal);
    expect(() => expectKeptPromises(heard(), [])).toThrow();
    expectKeptPromises(heard(), rows.slice(0, 1));
  });

  test('must hold nothing that nobody has sent by now', () => {
    const heard = knownBefore(new Journal());
    expect(() => expectKeptPromises(heard(), rows)).toThrow();
  });
});
