import { catalogue } from './events/index.js';
import { createUpcasters, upcasters } from './upcast.js';

describe('upcasters', () => {
  const steps = createUpcasters([
    { event: 'thing', from: 2, record: ({ full, ...data }) => ({ ...data, title: full }) },
    { event: 'thing', from: 1, record: ({ name, ...data }) => ({ ...data, full: name }), opened: (dataClass, fields) => (dataClass === 'health' ? { findings: fields['text'] } : fields) },
  ]);

  test('lead from the stored version to the newest, one step after the other, in whatever order they are listed', () => {
    expect(steps.record('thing', 1, { name: 'a', kept: 1 })).toEqual({ title: 'a', kept: 1 });
    expect(steps.record('thing', 2, { full: 'a' })).toEqual({ title: 'a' });
  });

  test('leave the newest version and other events alone', () => {
    expect(steps.record('thing', 3, { title: 'a' })).toEqual({ title: 'a' });
    expect(steps.record('other', 1, { name: 'a' })).toEqual({ name: 'a' });
  });

  test('have a second stage for what was sealed, by class', () => {
    expect(steps.opened('thing', 1, 'health', { text: 'x' })).toEqual({ findings: 'x' });
    expect(steps.opened('thing', 1, 'care', { text: 'x' })).toEqual({ text: 'x' });
    expect(steps.opened('thing', 2, 'health', { text: 'x' })).toEqual({ text: 'x' });
  });

  test('are one for each version: two are a mistake, and a gap is told', () => {
    expect(() => createUpcasters([{ event: 'a', from: 1 }, { event: 'a', from: 1 }])).toThrow('two upcasters');
    expect(steps.missing('thing', 3)).toEqual([]);
    expect(steps.missing('thing', 5)).toEqual([3, 4]);
  });

  test('of this build reach every version that was ever written', () => {
    for (const { name, version } of Object.values(catalogue)) expect(upcasters.missing(name, version)).toEqual([]);
  });
});
