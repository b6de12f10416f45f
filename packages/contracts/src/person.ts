import { z } from 'zod';
import { ageBand, condition, helpReason, henanAgeBand, rescueType, sex, specialGroup } from './codes/index.js';
import { oneOf } from './vocabulary.js';
import { part } from './field.js';
import { count, day, division, line, text } from './values.js';

const years = () => count(150);

/** Age as it is known: a birth date, or an estimate in whole years, both ends inclusive. */
export const age = () =>
  z.union([
    z.strictObject({ birthDate: part('出生日期', 'Birth date', day()) }),
    z.strictObject({ from: part('估计年龄下限', 'Estimated age, from', years()), to: part('估计年龄上限', 'Estimated age, to', years()) }).refine(({ from, to }) => from <= to, {
      message: 'the range ends before it starts',
      params: { rule: 'range' },
    }).meta({ examples: [{ from: 38, to: 42 }] }),
  ]);
export type Age = z.output<ReturnType<typeof age>>;

/** What is known or claimed of who somebody is. An odd identity number is kept and flagged, never refused. */
export const person = () =>
  z.strictObject({
    name: part('姓名', 'Name', line()).optional(),
    idNumber: part('公民身份号码', 'Identity number, as given', z.string().min(1).max(32).regex(/^[0-9A-Za-z]+$/u)).optional(),
    sex: part('性别', 'Sex (GB/T 2261.1)', oneOf(sex)),
    age: part('年龄', 'Age', age()).optional(),
    origin: part(
      '流出地',
      'Place of registration, or where the person is believed to come from',
      z.strictObject({ division: part('行政区划代码', 'Division code (GB/T 2260)', division()), estimated: part('是否推断', 'An estimate', z.boolean()) }),
    ).optional(),
    ethnicGroup: part('民族', 'Ethnic group', line()).optional(),
    accent: part('口音', 'Accent', line()).optional(),
    appearance: part('体貌特征', 'Appearance', text()).optional(),
  });
export type PersonDetails = z.output<ReturnType<typeof person>>;

/** Health signs that decide what the person may do; their author and date are the event's. */
export const signs = () =>
  z.strictObject({
    impairment: part('精神或智力障碍迹象', 'Sign of mental or intellectual impairment', z.boolean()),
    mobilityImpaired: part('行动不便', 'Mobility-impaired', z.boolean()),
    otherwiseUnable: part('其他无法自理情形', 'Otherwise unable to travel alone', z.boolean()).optional(),
    limbDisability: part('肢体残疾', 'Limb disability', z.boolean()).optional(),
    mentalIllness: part('精神障碍', 'Mental illness', z.boolean()).optional(),
    intellectualDisability: part('智力或认知障碍', 'Intellectual disability or dementia', z.boolean()).optional(),
    grounds: part('依据', 'Grounds', text()).optional(),
  });
export type Signs = z.output<ReturnType<typeof signs>>;

/** Decision flags, in plain text, because rules read them: what the person is, not why. */
export const assessment = () =>
  z.strictObject({
    ageCut: part('年龄段', 'Age cut at event time; an estimate that reaches below a cut is below it', z.enum(['under-14', '14-15', '16-17', 'adult'])),
    maySelfLeave: part('可自行离站', 'May leave alone: 16 or over and no sign of mental or intellectual impairment', z.boolean()),
    specialDifficulty: part('特殊困难', 'Under 16, mobility-impaired or otherwise unable: kin first, then escort', z.boolean()),
  });
export type Assessment = z.output<ReturnType<typeof assessment>>;

/** What reports count; sealed under a yearly hub key, so that erasing a person leaves the count. */
export const statistics = () =>
  z.strictObject({
    sex: part('性别', 'Sex', z.enum(['male', 'female', 'unknown'])),
    ageBand: part('年龄段', 'Age band; unknown where an estimate straddles 18 or 60', oneOf(ageBand)),
    origin: part('来源', 'Origin', z.enum(['same-province', 'other-province', 'unknown'])),
    limbDisability: part('肢体残疾', 'Limb disability', z.boolean()),
    mentalIllness: part('精神障碍', 'Mental illness', z.boolean()),
    intellectualDisability: part('智力障碍', 'Intellectual disability', z.boolean()),
    helpReason: part('求助原因', 'Help reason', oneOf(helpReason)).optional(),
    returnAgeBand: part('年龄段（月报）', 'Age band of the monthly return; unknown where an estimate straddles a border', oneOf(henanAgeBand)).optional(),
    conditionCategory: part('身体状况类别（月报）', 'Condition category of the monthly return', oneOf(condition)).optional(),
    rescueType: part('救助类型（月报）', 'Rescue type of the monthly return', oneOf(rescueType)).optional(),
    specialGroups: part('特殊人员（月报）', 'Special groups of the monthly return', z.array(oneOf(specialGroup)).max(6)).optional(),
  });
export type Statistics = z.output<ReturnType<typeof statistics>>;
