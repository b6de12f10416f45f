import { copyCase, emptyCase } from './state.js';

test('a copy of a case shares no list and no map with the case', () => {
  const state = emptyCase('case');
  const copy = copyCase(state);
  const shared = Object.entries(state).filter(([name, value]) => typeof value === 'object' && Reflect.get(copy, name) === value);
  expect(shared.map(([name]) => name)).toEqual([]);
  expect(copy).toEqual(state);
});
