import { patchRefusal } from './correct.js';
import { admittedAtStation, Scenario } from './testing/index.js';

test('a patch that the target does not take is refused by the place of the wrong member', () => {
  const told = new Scenario().case();
  admittedAtStation(told);
  const target = told.events.find(({ name }) => name === 'admitted')?.id ?? '';
  expect(patchRefusal(told.events, { target, identity: { person: { name: '周某' } } })).toMatchObject({ code: 'not-correctable', pointers: ['/identity/person'] });
  expect(patchRefusal(told.events, { target, circumstances: { nothing: 'x' } })).toMatchObject({ pointers: ['/circumstances'] });
  expect(patchRefusal(told.events, { target, circumstances: { course: '在车站' } })).toBeUndefined();
});
