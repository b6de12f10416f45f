import fc from 'fast-check';
import { z } from 'zod';
import type { AgeCut, Condition } from './codes/index.js';
import { commands } from './command.js';
import type { SealedClass } from './data-class.js';
import { assess, count, derive, split } from './derive.js';
import { recordSchema } from './event-definition.js';
import { definitionOf } from './events/index.js';
import type { Signs } from './person.js';
import { inputsOf, seeded } from './testing/arbitrary.js';

const runs = { ...seeded(), ...(process.env['GUITU_LONG'] === '1' ? {} : { numRuns: 8 }) };
const context = { eventId: '019abcde-f012-8000-8000-000000000001', personId: '019abcde-f012-8000-8000-000000000002', occurredAt: '2013-06-01T00:00:00.000Z', division: '610300' };
const calm = { impairment: false, mobilityImpaired: false };

describe.each([...commands.values()].map((command) => [command.name, command] as const))('%s', (_name, command) => {
  const definition = definitionOf(command.event);
  // The patch of a correction is checked against its target before anything is derived from it.
  const bodies = inputsOf(command.body).filter((body) => command.event !== 'corrected' || (body as { identity?: unknown }).identity === undefined);

  test('puts each field where its class belongs, whatever the body: none that is to be sealed stands in the plain part', () => {
    fc.assert(
      fc.property(bodies, (input) => {
        const body = { ...command.body.parse(input), ...command.fixed };
        const { record, sealed, extra } = split(definition, derive(definition, body, context));
        for (const name of Object.keys(record)) expect(definition.fields[name]?.dataClass).toBe('record');
        for (const [dataClass, fields] of Object.entries(sealed)) for (const name of Object.keys(fields)) expect(definition.fields[name]?.dataClass).toBe(dataClass);
        for (const name of Object.keys(extra)) expect(Object.hasOwn(definition.fields, name)).toBe(false);
        const everything = { ...record, ...Object.assign({}, ...Object.values(sealed)) as Record<string, unknown>, ...extra };
        for (const [name, value] of Object.entries(body)) if (name !== 'occurredAt') expect(everything[name]).toEqual(value);
      }),
      runs,
    );
  });

  test('has a plain part that the type takes, but for what the decision adds', () => {
    const whole = recordSchema(definition);
    const later = Object.entries(definition.fields).filter(([, { derived }]) => derived === 'duties' || derived === 'persons').map(([name]) => name);
    const plain = z.strictObject(Object.fromEntries(Object.entries(whole.shape).filter(([name]) => !later.includes(name))));
    fc.assert(
      fc.property(bodies, (input) => {
        const body = { ...command.body.parse(input), ...command.fixed };
        const { record } = split(definition, derive(definition, body, context));
        expect(plain.safeParse(record)).toMatchObject({ success: true });
      }),
      runs,
    );
  });

  test('refuses a member that it does not have, at its top and inside its parts', () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom('colour', 'sealed', '__proto__', 'constructor', 'assessment', 'statistics', 'duties'), (input, name) => {
        const odd = Object.defineProperty({ ...(input as object) }, name, { value: {}, enumerable: true });
        expect(command.body.safeParse(odd).success).toBe(false);
        const person = (input as { person?: object }).person;
        if (person !== undefined) expect(command.body.safeParse({ ...(input as object), person: { ...person, colour: 1 } }).success).toBe(false);
      }),
      runs,
    );
  });
});

describe('what a person may do', () => {
  // Born on 1 June 2000, in China; ages change at midnight there, which is 16:00 UTC of the day before.
  test.each<[string, AgeCut]>([
    ['2014-05-31T15:59:59.999Z', 'under-14'],
    ['2014-05-31T16:00:00.000Z', '14-15'],
    ['2016-05-31T15:59:59.999Z', '14-15'],
    ['2016-05-31T16:00:00.000Z', '16-17'],
    ['2018-05-31T15:59:59.999Z', '16-17'],
    ['2018-05-31T16:00:00.000Z', 'adult'],
  ])('at %s goes by %s', (at, ageCut) => {
    const young = ageCut === 'under-14' || ageCut === '14-15';
    expect(assess({ sex: '1', age: { birthDate: '2000-06-01' } }, calm, at)).toEqual({ ageCut, maySelfLeave: !young, specialDifficulty: young });
  });

  test.each<[number, AgeCut]>([[13, 'under-14'], [14, '14-15'], [15, '14-15'], [16, '16-17'], [17, '16-17'], [18, 'adult']])('estimated from %i goes by the lower end', (from, ageCut) => {
    expect(assess({ sex: '0', age: { from, to: 80 } }, calm, context.occurredAt).ageCut).toBe(ageCut);
  });

  test('nobody whose age nobody stated, and nobody with a sign of impairment, may leave alone', () => {
    expect(assess(undefined, calm, context.occurredAt)).toEqual({ ageCut: 'under-14', maySelfLeave: false, specialDifficulty: true });
    expect(assess({ sex: '1', age: { from: 40, to: 50 } }, { ...calm, impairment: true }, context.occurredAt)).toMatchObject({ ageCut: 'adult', maySelfLeave: false, specialDifficulty: true });
    expect(assess({ sex: '1', age: { from: 40, to: 50 } }, { ...calm, mobilityImpaired: true }, context.occurredAt)).toMatchObject({ maySelfLeave: true, specialDifficulty: true });
  });

  test.each(['mentalIllness', 'intellectualDisability'] as const)('a recorded %s is such a sign, also where the general one is not set', (sign) => {
    expect(assess({ sex: '1', age: { from: 40, to: 50 } }, { ...calm, [sign]: true }, context.occurredAt)).toMatchObject({ maySelfLeave: false, specialDifficulty: true });
  });
});

describe('the category of the monthly return', () => {
  test.each<[string, Partial<Signs>, Condition | undefined]>([
    ['healthy where no sign is known', {}, '3.1'],
    ['the first of the form where several are', { mentalIllness: true, intellectualDisability: true, limbDisability: true }, '3.3'],
    ['an intellectual disability before one of the limbs', { intellectualDisability: true, limbDisability: true }, '3.4'],
    ['a limb disability', { limbDisability: true }, '3.5'],
    ['nothing where there is a sign and nobody says of what', { impairment: true }, undefined],
  ])('is %s', (_what, part, expected) => {
    expect(count({ sex: '1' }, { ...calm, ...part }, {}, context.occurredAt, '410106').conditionCategory).toBe(expected);
  });

  test('is what the station states, whatever the signs', () => {
    expect(count({ sex: '1' }, { ...calm, limbDisability: true }, { conditionCategory: '3.2' }, context.occurredAt, '410106').conditionCategory).toBe('3.2');
    expect(count({ sex: '1' }, undefined, {}, context.occurredAt, '410106').conditionCategory).toBeUndefined();
  });

  test('goes with an age band in which 18 is no adult', () => {
    expect(count({ sex: '1', age: { from: 18, to: 18 } }, calm, {}, context.occurredAt, '410106')).toMatchObject({ ageBand: 'adult', returnAgeBand: '7-18' });
  });
});

describe('what is counted after a correction', () => {
  const corrected = (patch: object) => derive(definitionOf('corrected'), { target: context.eventId, code: 'typing-error', ...patch }, context)['statistics'];
  const who = { sex: 'male', ageBand: 'adult', returnAgeBand: '19-59', origin: 'unknown' };
  const flags = { limbDisability: false, mentalIllness: false, intellectualDisability: true };

  test.each<[string, object, object | undefined]>([
    ['who somebody is', { identity: { person: { sex: '1', age: { from: 40, to: 50 } } } }, who],
    ['the signs', { health: { signs: { ...calm, impairment: true, intellectualDisability: true } } }, flags],
    ['both', { identity: { person: { sex: '1', age: { from: 40, to: 50 } } }, health: { signs: { ...calm, intellectualDisability: true } } }, { ...who, ...flags }],
    ['neither', { health: { condition: '平稳' } }, undefined],
  ])('of %s', (_what, patch, expected) => {
    expect(corrected(patch)).toEqual(expected);
  });
});

describe('a flag in plain text', () => {
  test('says what a person is and never who: nothing personal of the body is in the record part', () => {
    const marker = '机密7319';
    const person = { name: marker, idNumber: 'X7319', sex: '1', age: { from: 30, to: 40 }, appearance: marker, accent: marker };
    for (const command of commands.values()) {
      const definition = definitionOf(command.event);
      const fields = Object.entries(definition.fields).filter(([, { dataClass, derived }]) => dataClass !== 'record' && derived === undefined);
      const body = Object.fromEntries(fields.map(([name]) => [name, name === 'person' ? person : name === 'signs' ? { ...calm, grounds: marker } : marker]));
      const { record, sealed } = split(definition, derive(definition, command.event === 'corrected' ? {} : body, context));
      expect(JSON.stringify(record)).not.toContain('7319');
      expect(Object.keys(sealed) as SealedClass[]).not.toContain('record');
    }
  });
});
