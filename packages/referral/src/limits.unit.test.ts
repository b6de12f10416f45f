import { dutiesOf } from './limits.js';
import { createRegister } from './register.js';
import type { Register } from './register.js';
import { admittedAtBedside, admittedAtStation, idOf, impairedAdult, sampleData, sampleRegister, Scenario, whoIs } from './testing/index.js';
import type { CaseStory } from './testing/index.js';
import { workOf } from './worklist.js';

const story = (): CaseStory => new Scenario().case(impairedAdult);
const inStation = (): CaseStory => {
  const told = story();
  admittedAtStation(told);
  return told;
};

describe('until when something is waited for', () => {
  test('the identity clocks exist from an admission of somebody unknown and stop when it is known who it is (domain 8A 7)', () => {
    const told = story();
    admittedAtBedside(told);
    const rules = (): readonly (string | undefined)[] => workOf(told.state, sampleRegister).filter(({ kind }) => kind === 'duty').map(({ ref }) => ref);
    expect(rules()).toEqual(expect.arrayContaining(['T05', 'T06', 'T10', 'T12']));
    const recorded = told.state.duties;
    told.does('S', 'identity-established');
    expect(rules()).toEqual([]);
    told.does('S', 'identity-withdrawn');
    expect(rules()).toEqual(expect.arrayContaining(['T05', 'T06', 'T10', 'T12']));
    // Due dates are those of the day on which they arose (domain 8A 18).
    expect(told.state.duties).toEqual(recorded);
  });

  test('they are those of the admission also where the identity was known then, and proves wrong', () => {
    const duties = (told: CaseStory): readonly unknown[] => workOf(told.state, sampleRegister).filter(({ kind }) => kind === 'duty').map(({ organisation, ref, dueAt }) => [whoIs(organisation), ref, dueAt]);
    const [told, unknown] = [inStation(), story()];
    admittedAtStation(unknown, false);
    expect(duties(told)).toEqual([]);
    told.does('S', 'identity-withdrawn');
    expect(duties(told)).toEqual([['S', 'T05', '2013-03-02T01:20:00.000Z'], ['S', 'T10', '2013-03-11T16:00:00.000Z'], ['S', 'T06', '2013-03-12T16:00:00.000Z'], ['S', 'T12', '2013-06-01T16:00:00.000Z']]);
    expect(duties(told)).toEqual(duties(unknown));
    expect(dutiesOf(told.state, sampleRegister.calendar)).toEqual(unknown.state.duties);
    told.does('S', 'identity-established');
    expect(duties(told)).toEqual([]);
    expect(dutiesOf(told.state, sampleRegister.calendar)).toEqual([]);
  });

  test('a return is to be signed for in two working days and decided in five, from the day on which it was sent (T17); when the person would arrive is no limit for the answer', () => {
    const told = inStation();
    const due = (): readonly (string | undefined)[] => workOf(told.state, sampleRegister).filter(({ kind }) => kind === 'referral-to-answer' || kind === 'referral-to-fulfil').map(({ dueAt }) => dueAt);
    const referralId = told.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return', expectedAt: '2013-12-01T00:00:00Z' });
    expect(due()).toEqual(['2013-03-05T16:00:00.000Z']);
    told.scenario.wait(3);
    told.does('O', 'referral-received', { referralId });
    expect(due()).toEqual(['2013-03-08T16:00:00.000Z']);
    told.does('O', 'referral-accepted', { referralId, mode: 'escort-to-us' });
    expect(due()).toEqual(['2013-12-01T00:00:00.000Z']);
  });

  test('a notice of the year\'s days off moves what is still owed, and makes it certain; what was recorded stays', () => {
    const [unknown, returning] = [story(), inStation()];
    admittedAtStation(unknown, false);
    returning.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    const recorded = unknown.state.duties;
    const noticed = createRegister({ ...sampleData, calendar: { '2013': { source: '通知', daysOff: ['2013-03-04', '2013-03-05'], workedWeekendDays: ['2013-03-09'] } } });
    const due = (register: Register): readonly unknown[] => [returning, unknown].flatMap(({ state }) => workOf(state, register)).filter(({ ref, kind }) => ref === 'T06' || ref === 'T05' || kind === 'referral-to-answer').map(({ dueAt, dueProvisional }) => [dueAt, dueProvisional]);
    expect(due(sampleRegister)).toEqual([['2013-03-05T16:00:00.000Z', true], ['2013-03-02T01:20:00.000Z', undefined], ['2013-03-12T16:00:00.000Z', true]]);
    expect(due(noticed)).toEqual([['2013-03-07T16:00:00.000Z', undefined], ['2013-03-02T01:20:00.000Z', undefined], ['2013-03-13T16:00:00.000Z', undefined]]);
    expect(dutiesOf(unknown.state, noticed.calendar)).toEqual(recorded);
  });
});
