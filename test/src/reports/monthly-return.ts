import type { BaseUrls } from '@guitu/client';
import { fetchToken } from '../support/token.js';
import type { Clients } from './play-clients.js';
import { openClients, play } from './play-clients.js';
import { neighbours, published, seven } from './shangjie-2016-08.js';

type Rows = Readonly<Record<string, number>>;
interface Answer {
  readonly total: number;
  readonly persons: number;
  readonly unopened: number;
  readonly monthlyReturn: Readonly<Record<'sex' | 'age' | 'condition' | 'origin' | 'exit' | 'rescueType' | 'acrossProvinces' | 'special', Rows>> & { readonly minorMales: number };
}

/** A hub as the return needs it, in either profile. */
export interface ReportingHub {
  readonly urls: BaseUrls;
  /** Told the body of every command. */
  readonly sent?: (command: string, body: object) => void;
  /** Resolves when the report has counted all that was acknowledged. */
  counted(): Promise<void>;
}

const august = { from: '2016-08-01', to: '2016-08-31', basis: 'served', station: 'station-shangjie' };

const filled = (rows: Rows): Rows => Object.fromEntries(Object.entries(rows).filter(([, count]) => count > 0));
const sum = (rows: Rows): number => Object.values(rows).reduce((all, one) => all + one, 0);

/** Comma-separated values whose cells have no comma of their own. */
const cells = (csv: string): readonly (readonly string[])[] => csv.split('\r\n').filter((line) => line !== '').map((line) => line.split(','));

/** Plays the seven people and their neighbours, and holds the report against what was published. The hub may hold other stations. */
export function monthlyReturn(open: () => ReportingHub): void {
  describe('the monthly return of August 2016, played through the services', () => {
    let hub: ReportingHub;
    let clients: Clients;
    const reportTo = (organisation: string, question: Readonly<Record<string, string>> = august): Promise<Answer> => clients.of(organisation).get<Answer>('audit', '/reports/period', question);

    beforeAll(async () => {
      hub = open();
      clients = openClients(hub);
      await Promise.all([...seven, ...neighbours].map((helped) => play(clients, helped)));
      await hub.counted();
    }, 60_000);
    afterAll(() => clients.close());

    test('has every figure that was published, and nobody in any other row', async () => {
      const { total, persons, unopened, monthlyReturn } = await reportTo('station-shangjie');
      const { sex, age, condition, origin, exit, rescueType, special, acrossProvinces, minorMales } = monthlyReturn;
      expect({ total, sex: filled(sex), age: filled(age), condition: filled(condition), origin: filled(origin), exit: filled(exit), rescueType: filled(rescueType) }).toEqual(published);
      expect({ persons, unopened, minorMales, special: filled(special), acrossProvinces: filled(acrossProvinces) }).toEqual({ persons: 7, unopened: 0, minorMales: 0, special: {}, acrossProvinces: {} });
      for (const group of [sex, age, condition, origin, exit, rescueType]) expect(sum(group)).toBe(7);
    });

    test('says the same to those above the station', async () => {
      expect(await reportTo('audit-henan')).toEqual(await reportTo('station-shangjie'));
      expect(await reportTo('office-zhengzhou')).toEqual(await reportTo('station-shangjie'));
    });

    test('counts those who were there when the month began only where those served are asked for', async () => {
      const opening = seven.filter(({ admitted }) => admitted < '2016-08').length;
      expect(opening).toBe(2);
      expect(await reportTo('station-shangjie', { ...august, basis: 'admitted-in-period' })).toMatchObject({ total: 7 - opening, monthlyReturn: { exit: { '5.9': 0 } } });
    });

    test('says as a table what it says as JSON, under the headings of the form', async () => {
      const token = await fetchToken(hub.urls.issuer, 'station-shangjie');
      const response = await fetch(`${hub.urls.audit}/reports/period.csv?${new URLSearchParams(august)}`, { headers: { authorization: `Bearer ${token}` } });
      expect([response.status, response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([200, 'text/csv; charset=utf-8', 'attachment; filename="guitu-report-2016-08-01-2016-08-31.csv"']);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
      const rows = cells(bytes.subarray(3).toString('utf8'));
      const valueOf = (groupZh: string, itemZh: string): string | undefined => rows.find(([group, item]) => group === groupZh && item === itemZh)?.[4];
      expect([valueOf('报表', '人次'), valueOf('月报 3 按健康状况分', '3.4 痴呆傻'), valueOf('月报 5 按离站方式分', '5.6 护送返乡'), valueOf('月报 5 按离站方式分', '5.9 滞站'), valueOf('月报 6 按救助类型分', '6.5 返乡救助')]).toEqual(['7', '3', '4', '1', '5']);

      const figures = new Map(rows.map(([, , group, item, value]) => [`${group}.${item}`, value]));
      const { monthlyReturn } = await reportTo('station-shangjie');
      for (const [group, members] of Object.entries(monthlyReturn)) {
        if (typeof members === 'number') expect(figures.get(`monthlyReturn.${group}`)).toBe(String(members));
        else for (const [item, count] of Object.entries(members)) expect(figures.get(`monthlyReturn.${group}.${/^\d/u.test(item) ? `${group}.${item}` : item}`)).toBe(String(count));
      }
    });
  });
}
