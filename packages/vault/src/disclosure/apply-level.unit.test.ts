import { catalogue, sealedClasses } from '@guitu/contracts';
import fc from 'fast-check';
import type { JsonValue } from '../json-value.js';
import { applyLevel } from './apply-level.js';
import { cuts } from './cuts.js';

const person = {
  name: '王小明',
  idNumber: '11010119900307123X',
  sex: '1',
  age: { birthDate: '1990-03-07' },
  origin: { division: '110101', estimated: false },
  ethnicGroup: '汉',
  accent: '北京',
  appearance: '左手有疤',
};

describe('the mask', () => {
  test('leaves the first character of a name, the division and the end of an identity number, and the year of birth', () => {
    expect(applyLevel('masked', 'identity', { person, matched: '与王小明相符' })).toEqual({
      person: { name: '王**', idNumber: '110101**********3X', sex: '1', age: { birthDate: '1990' }, origin: { division: '110101', estimated: false } },
    });
  });

  test('keeps an estimate of the age, and a rare first character whole', () => {
    expect(applyLevel('masked', 'identity', { person: { name: '𠮷田', age: { from: 60, to: 70 } } })).toEqual({ person: { name: '𠮷**', age: { from: 60, to: 70 } } });
  });

  test.each(['X123456', '', '1101011990030', '110101199003071234567', '110101 19900307 12X'])('hides the number "%s", which is no identity number, whole', (idNumber) => {
    expect(applyLevel('masked', 'identity', { person: { idNumber } })).toEqual({ person: { idNumber: '**' } });
  });

  test('hides names of kin and staff in the same way, and drops what is told in words', () => {
    expect(applyLevel('masked', 'contact', { name: '李四', relation: '长子李四', papers: '123', kin: ['李四'], staff: ['赵一', '钱二'] })).toEqual({ name: '李**', staff: ['赵**', '钱**'] });
  });

  test('shows nothing of a class for which it has no rule', () => {
    expect(applyLevel('masked', 'health', { diagnosis: '肺炎' })).toBeNull();
  });
});

describe('the summary', () => {
  test('of health tells fitness and risks, and no diagnosis', () => {
    const signs = { impairment: true, mobilityImpaired: false, mentalIllness: true, grounds: '精神分裂症' };
    expect(applyLevel('summary', 'health', { signs, fitToTravel: false, condition: '虚弱', diagnosis: '肺炎', findings: 'x', ward: 'psychiatric', summary: 'x' })).toEqual({
      signs: { impairment: true, mobilityImpaired: false },
      fitToTravel: false,
      condition: '虚弱',
    });
  });

  test('of identity is the name', () => {
    expect(applyLevel('summary', 'identity', { person })).toEqual({ person: { name: '王小明' } });
  });

  test('of circumstances leaves out where and how the person was found', () => {
    expect(applyLevel('summary', 'circumstances', { place: '火车站', course: 'x', reason: '返乡', items: ['包'] })).toEqual({ reason: '返乡', items: ['包'] });
  });

  test('cuts the fields of a correction in the same way', () => {
    expect(applyLevel('summary', 'identity', { identity: { person } })).toEqual({ identity: { person: { name: '王小明' } } });
    expect(applyLevel('masked', 'identity', { identity: { person: { name: '王小明' }, answer: 'x' } })).toEqual({ identity: { person: { name: '王**' } } });
  });
});

describe('every level', () => {
  const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;

  test('full is everything and none is nothing', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(...sealedClasses), (value, dataClass) => {
        expect(applyLevel('full', dataClass, value)).toBe(value);
        expect(applyLevel('none', dataClass, value)).toBeNull();
      }),
    );
  });

  test('lets no text through that lies outside the members it names', () => {
    const secret = '不可见';
    const tree = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(fc.constant(secret), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('person', 'identity', 'note', '__proto__', 'toString', secret), tie('tree'), { maxKeys: 3 })),
    })).tree;
    fc.assert(
      fc.property(tree, fc.constantFrom(...sealedClasses), fc.constantFrom('masked', 'summary'), (value, dataClass, level) => {
        expect(JSON.stringify(applyLevel(level, dataClass, value))).not.toContain(secret);
      }),
    );
  });

  test('names only fields that the contract has in that class', () => {
    for (const byClass of Object.values(cuts)) {
      for (const [dataClass, cut] of Object.entries(byClass)) {
        const fields = new Set(
          Object.values(catalogue).flatMap(({ fields: ofEvent }) => Object.entries(ofEvent).filter(([, field]) => field.dataClass === dataClass).map(([name]) => name)),
        );
        expect(Object.keys(cut).filter((name) => !fields.has(name))).toEqual([]);
      }
    }
  });
});
