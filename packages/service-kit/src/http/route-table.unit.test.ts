import { createRouteTable } from './route-table.js';

function tableOf(...routes: readonly string[]) {
  const table = createRouteTable<string>();
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ');
    table.add(method, path, route);
  }
  return table;
}

describe('the table of routes', () => {
  const table = tableOf('POST /cases/found', 'GET /cases/:caseId', 'POST /cases/:caseId/found', 'GET /cases', 'GET /persons/:personId/cases/:place');

  test('finds a route and its parameters', () => {
    expect(table.find('GET', '/persons/a%20b/cases/2')).toEqual({ found: 'route', value: 'GET /persons/:personId/cases/:place', params: { personId: 'a b', place: '2' } });
  });
  test('prefers a literal segment to a parameter', () => {
    expect(table.find('POST', '/cases/found')).toMatchObject({ value: 'POST /cases/found' });
    expect(table.find('POST', '/cases/x/found')).toMatchObject({ value: 'POST /cases/:caseId/found', params: { caseId: 'x' } });
  });
  test('answers HEAD where there is a GET', () => {
    expect(table.find('HEAD', '/cases')).toMatchObject({ value: 'GET /cases' });
  });
  test('says which methods an address takes', () => {
    expect(table.find('DELETE', '/cases')).toEqual({ found: 'other-methods', allow: ['GET', 'HEAD'] });
  });
  test.each(['/', '', '/nothing', '/cases/', '/cases/x/y', '/cases/%E0%A4%A', '/cases/x/found/', '//cases', '/__proto__', '/cases/x/constructor'])('finds nothing at %j', (path) => {
    expect(table.find('GET', path)).toEqual({ found: 'nothing' });
  });
  test('refuses two routes at one place', () => {
    expect(() => tableOf('GET /a/:x', 'GET /a/:y')).toThrow('two routes');
  });
});
