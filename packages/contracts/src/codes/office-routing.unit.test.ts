import fc from 'fast-check';
import { readHistory } from './division-history.js';
import { division } from './divisions.js';
import { routeToOffice } from './office-routing.js';

const offices = (...codes: string[]) => (code: string) => codes.includes(code);

describe('routing a place of registration to an origin office', () => {
  test('a county with an office is its own office', () => {
    expect(routeToOffice('610303', offices('610303', '610300'))).toEqual({ office: '610303' });
  });

  test('a county without an office goes to its prefecture, then to its province', () => {
    expect(routeToOffice('610303', offices('610300', '610000'))).toEqual({ office: '610300' });
    expect(routeToOffice('610303', offices('610000'))).toEqual({ office: '610000' });
  });

  test('a retired county goes to its successor', () => {
    expect(routeToOffice('610321', offices('610304', '610300'))).toEqual({ office: '610304' });
    expect(routeToOffice('430221', offices('430212', '430200'))).toEqual({ office: '430212' });
  });

  test('a retired county whose office is still registered under the old code goes there', () => {
    expect(routeToOffice('430221', offices('430221', '430212'))).toEqual({ office: '430221' });
  });

  test('a county that changed its prefecture goes to the new one', () => {
    expect(routeToOffice('341521', offices('341500', '340400'))).toEqual({ office: '340400' });
  });

  test('a dissolved prefecture is left to a human, unless one office answers for all its parts', () => {
    expect(routeToOffice('341400', offices('340100', '340200', '340500'))).toEqual({ ambiguous: ['340100', '340200', '340500'] });
    expect(routeToOffice('341402', offices('340100', '340200', '340500'))).toEqual({ ambiguous: ['340100', '340200', '340500'] });
    expect(routeToOffice('341400', offices('340000'))).toEqual({ office: '340000' });
  });

  test('a county directly under its province never goes to the heading above it', () => {
    expect(routeToOffice('429004', offices('429000', '420000'))).toEqual({ office: '420000' });
  });

  test('a prefecture without counties has the prefecture office', () => {
    expect(routeToOffice('441900', offices('441900', '440000'))).toEqual({ office: '441900' });
  });

  test('a code that no edition has goes to the prefecture that its digits name', () => {
    expect(routeToOffice('430182', offices('430100', '430000'))).toEqual({ office: '430100' });
  });

  test('nothing registered above, or no code at all, is said and not guessed', () => {
    expect(routeToOffice('610303', offices('430000'))).toEqual({ none: true });
    expect(routeToOffice('unknown', offices('430000'))).toEqual({ none: true });
  });

  test('every retired code comes to an end, and only at offices that exist', () => {
    const retired = [...readHistory().keys()];
    fc.assert(
      fc.property(fc.constantFrom(...retired), fc.integer({ min: 0, max: 2 }), (code, level) => {
        const has = (office: string) => division(office)?.status === 'current' && office.endsWith(['', '00', '0000'][level] ?? '');
        const route = routeToOffice(code, has);
        if ('office' in route) expect(has(route.office)).toBe(true);
        else if ('ambiguous' in route) expect(route.ambiguous.every(has)).toBe(true);
        else expect(level).toBe(0);
      }),
    );
  });
});
