import { worklistQuery } from '@guitu/contracts';
import { sampleData } from '@guitu/referral/testing';
import { openDatabase } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { readCases } from '../cases/query.js';
import { worklistProjection } from './projection.js';
import { readWorklist } from './query.js';

const now = '2013-03-10T00:00:00.000Z';
const caseOf = (number: number): string => `01890000-0000-8000-8000-${String(number).padStart(12, '0')}`;

interface Item { readonly case: number; readonly organisation?: string; readonly list?: string; readonly kind?: string; readonly since?: string; readonly counterpart?: string; readonly due?: string; readonly provisional?: boolean; readonly purpose?: string; readonly hidden?: boolean }

let db: SqliteDatabase;
beforeEach(() => {
  db = openDatabase(':memory:', { durability: 'normal' });
  db.exec(worklistProjection({ register: sampleData }).schema);
});
afterEach(() => db.close());

function given(...items: readonly Item[]): void {
  const insert = db.prepare(`insert into items (organisation, list, kind, since, case_id, ref, counterpart, due_at, due_provisional, purpose, case_number, custodian_kind, custodian, responsible, hidden) values (?, ?, ?, ?, ?, 'r', ?, ?, ?, ?, 'n', 'organisation', 'hospital-baoji', 'station-baoji', ?)`);
  for (const item of items) {
    insert.run(item.organisation ?? 'station-baoji', item.list ?? 'for-me', item.kind ?? 'referral-to-answer', item.since ?? '2013-03-01T00:00:00.000Z', caseOf(item.case), item.counterpart ?? 'police-jintai', item.due ?? null, item.provisional === true ? 1 : 0, item.purpose ?? 'admission', item.hidden === true ? 1 : 0);
  }
}
const page = (query: Readonly<Record<string, unknown>> = {}) => readWorklist(db, 'station-baoji', worklistQuery.parse({ list: 'for-me', ...query }), now);
const found = (query: Readonly<Record<string, unknown>> = {}): readonly number[] => page(query).items.map(({ caseId }) => Number(caseId.slice(-12)));

describe('the worklist of an organisation', () => {
  test('has its own items of the list asked for, oldest first', () => {
    given({ case: 1, since: '2013-03-03T00:00:00.000Z' }, { case: 2, since: '2013-03-02T00:00:00.000Z' }, { case: 3, organisation: 'station-changde' }, { case: 4, list: 'custody' });
    expect(found()).toEqual([2, 1]);
  });

  test('is filtered by kind, purpose and counterpart, all at once', () => {
    given({ case: 1 }, { case: 2, kind: 'handover-to-sign' }, { case: 3, purpose: 'return' }, { case: 4, counterpart: 'police-weibin' });
    expect([found({ kind: 'handover-to-sign' }), found({ purpose: 'return' }), found({ counterpart: 'police-weibin' })]).toEqual([[2], [3], [4]]);
    expect(found({ kind: 'referral-to-answer', purpose: 'admission', counterpart: 'police-jintai' })).toEqual([1]);
  });

  test('says which dates the calendar of working days may still move', () => {
    given({ case: 1, due: now, provisional: true }, { case: 2, due: now });
    expect(page().items.map(({ dueProvisional }) => dueProvisional)).toEqual([true, undefined]);
  });

  test('calls late what is past its date, not what is due this instant or never', () => {
    given({ case: 1, due: '2013-03-09T23:59:59.999Z' }, { case: 2, due: now }, { case: 3 });
    expect([found({ overdue: 'true' }), found({ overdue: 'false' })]).toEqual([[1], [2, 3]]);
    expect(page().items.map(({ overdue }) => overdue)).toEqual([true, false, false]);
  });

  test('names nobody around a hidden person, and a filter does not tell either', () => {
    given({ case: 1, hidden: true }, { case: 2 });
    const [hidden, open] = page().items;
    expect(open).toMatchObject({ counterpart: 'police-jintai', responsible: 'station-baoji', custodian: { kind: 'organisation', organisation: 'hospital-baoji' } });
    expect(hidden).toMatchObject({ custodian: { kind: 'safe-care' } });
    expect(JSON.stringify(hidden)).not.toMatch(/police-jintai|station-baoji|hospital-baoji/u);
    expect(found({ counterpart: 'police-jintai' })).toEqual([2]);
  });

  test('goes on behind the last item of a page, also among items of one instant and when that one is gone', () => {
    given({ case: 1 }, { case: 2 }, { case: 3, kind: 'a-kind' }, { case: 3, kind: 'b-kind' });
    const first = page({ limit: 3 });
    expect(first.items.map(({ caseId, kind }) => [Number(caseId.slice(-12)), kind])).toEqual([[1, 'referral-to-answer'], [2, 'referral-to-answer'], [3, 'a-kind']]);
    db.prepare('delete from items where kind = ?').run('a-kind');
    expect(page({ limit: 3, cursor: first.next })).toMatchObject({ items: [{ kind: 'b-kind' }] });
    expect(page({ limit: 3, cursor: first.next }).next).toBeUndefined();
  });
});

describe('the cases that an organisation may look at', () => {
  const cases = (supervised: readonly string[], limit = 50, cursor?: string) => readCases(db, 'civil-jintai', supervised, { limit, cursor });
  beforeEach(() => {
    for (const [number, responsible] of [[1, 'station-baoji'], [2, 'station-changde'], [3, 'station-baoji'], [4, 'station-changde']] as const) {
      db.prepare(`insert into cases (case_id, case_number, person_id, responsible, state) values (?, ?, 'p', ?, '{}')`).run(caseOf(number), `n${number}`, responsible);
    }
    for (const number of [2, 3]) db.prepare(`insert into participants (organisation, case_id) values ('civil-jintai', ?)`).run(caseOf(number));
  });

  test('are those it takes part in and those of whom it supervises, each once, in the order of their ids', () => {
    const numbers = (supervised: readonly string[]) => cases(supervised).cases.map(({ caseNumber }) => caseNumber);
    expect(numbers([])).toEqual(['n2', 'n3']);
    expect(numbers(['station-baoji'])).toEqual(['n1', 'n2', 'n3']);
    expect(numbers(['station-baoji', 'station-changde'])).toEqual(['n1', 'n2', 'n3', 'n4']);
  });

  test('come in pages that go on behind the last case, whichever way it came onto the page', () => {
    const first = cases(['station-baoji'], 2);
    const second = cases(['station-baoji'], 2, first.next);
    expect([...first.cases, ...second.cases].map(({ caseNumber }) => caseNumber)).toEqual(['n1', 'n2', 'n3']);
    expect([typeof first.next, second.next]).toEqual(['string', undefined]);
  });
});
