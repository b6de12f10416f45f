import { warningsOf } from './warnings.js';

const at = { occurredAt: '2013-03-01T00:00:00.000Z' };

describe('an identity number', () => {
  test('that is in order gives no warning', () => {
    expect(warningsOf({ ...at, body: { person: { idNumber: '610303198001010012', sex: '1' } } })).toEqual([]);
    expect(warningsOf({ ...at, body: { person: { sex: '1' } } })).toEqual([]);
  });

  test.each([
    ['of the wrong form', '123', 1],
    ['with a wrong check character', '610303198001010013', 2],
    ['that disagrees with the sex', '610303198001010012', 5],
  ])('%s warns by its level, and never repeats itself', (_what, idNumber, level) => {
    const warnings = warningsOf({ ...at, body: { person: { idNumber, sex: '2' } } });
    expect(warnings.map((warning) => warning.level)).toContain(level);
    expect(JSON.stringify(warnings)).not.toContain(idNumber);
  });

  test('in a correction warns under its own place', () => {
    expect(warningsOf({ ...at, body: { identity: { person: { idNumber: '1', sex: '1' } } } })[0]).toMatchObject({ pointer: '/identity/person/idNumber' });
  });
});
