import { admittedAtStation, impairedAdult, Scenario } from './testing/index.js';

test('a link is taken back between the two whom it names, by the station of one of them, and not in the name of a third', () => {
  const scenario = new Scenario();
  const cases = Array.from({ length: 3 }, () => scenario.case(impairedAdult));
  for (const each of cases) admittedAtStation(each);
  const [a, b, c] = cases.toSorted((one, other) => (one.state.personId < other.state.personId ? -1 : 1));
  if (a === undefined || b === undefined || c === undefined) throw new Error('three cases');
  const linkId = a.does('S', 'linked', { otherCase: c.id });
  expect(a.refuses('S', 'unlinked', { otherCase: b.id, linkId })).toBe('no-such-thing');
  c.does('S', 'unlinked', { otherCase: a.id, linkId });
});
