import type { z } from 'zod';
import type { Words } from './language.js';
import type { FieldError } from './problem.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Names that a schema can have given. Anything else in a path was written by the client and may be personal: the pointer stops before it. */
const ownName = /^(?:[a-z][A-Za-z0-9-]{0,39}|\d{1,4})$/u;

function pointerTo(path: Path): string {
  let pointer = '';
  for (const part of path) {
    const name = String(part);
    if (!ownName.test(name)) break;
    pointer += `/${name}`;
  }
  return pointer;
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

const kinds: Record<string, Words> = {
  string: { zh: '文本', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  object: { zh: '对象', en: 'an object' },
  array: { zh: '数组', en: 'an array' },
};
const formats: Record<string, Words> = {
  uuid: { zh: '请填写 UUID。', en: 'Send a UUID.' },
  datetime: { zh: '请填写带时区的时间，如 2013-01-31T08:00:00+08:00。', en: 'Send an instant with its offset, such as 2013-01-31T08:00:00+08:00.' },
  date: { zh: '请填写日期，如 2013-01-31。', en: 'Send a calendar day, such as 2013-01-31.' },
};
/** In an address a bare plus is a blank. */
const instantInAddress: Words = { zh: '请填写带时区的时间，加号写作 %2B，如 2013-01-31T08:00:00%2B08:00。', en: 'Send an instant with its offset, the plus written as %2B, such as 2013-01-31T08:00:00%2B08:00.' };
/** Rules of the contracts, by the name that they carry in `params.rule`. */
const customs: Record<string, Words> = {
  'no-control-characters': { zh: '请删除控制字符（换行与制表符除外）。', en: 'Remove the control characters; line breaks and tabs may stay.' },
  instant: { zh: '请填写历法中存在的时间。', en: 'Send an instant that the calendar has.' },
  'not-before-1900': { zh: '不得早于 1900 年。', en: 'Must not lie before 1900.' },
  'not-after-2999': { zh: '不得晚于 2999 年。', en: 'Must not lie after 2999.' },
  'whole-characters': { zh: '文本含不完整的字符（单个代理项），请重新录入。', en: 'The text holds half a character (a lone surrogate); enter it again.' },
  'cash-fare-approval': { zh: '超过 20 元须填写审批编号。', en: 'More than 20 yuan needs the number of an approval.' },
  reference: { zh: '请填写编号：不含空格，至少有一个数字。', en: 'Send the number of the paper: no spaces, a digit among the letters.' },
  'gbt-2260': { zh: '请填写 GB/T 2260 的六位区划代码。', en: 'Send a six-digit code of GB/T 2260.' },
  'case-or-person': { zh: '请给出 caseId、personId 之一。', en: 'Send exactly one of caseId and personId.' },
  range: { zh: '下限不得大于上限。', en: 'The range must not end before it starts.' },
};

function sizeWords(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): Words {
  const least = issue.code === 'too_small';
  const bound = String(least ? issue.minimum : issue.maximum);
  const zh = least ? '至少' : '至多';
  const en = least ? 'at least' : 'at most';
  if (issue.origin === 'string') return { zh: `${zh} ${bound} 个字符。`, en: `Send ${en} ${bound} characters.` };
  if (issue.origin === 'array' || issue.origin === 'set') return { zh: `${zh} ${bound} 项。`, en: `Send ${en} ${bound} items.` };
  return { zh: `${zh}为 ${bound}。`, en: `Must be ${en} ${bound}.` };
}

function ofIssue(issue: Issue, input: unknown, where: FieldError['in'], base: Path): FieldError[] {
  const path = [...base, ...issue.path];
  const error = (rule: string, fix: Words, at: Path = path): FieldError[] => [{ in: where, pointer: pointerTo(at), rule, fix }];
  switch (issue.code) {
    case 'invalid_type': {
      if (valueAt(input, path) === undefined) return error('required', { zh: '此项必填。', en: 'This member is required.' });
      const kind = kinds[issue.expected] ?? { zh: issue.expected, en: issue.expected };
      return error(`type-${issue.expected}`, { zh: `应为${kind.zh}。`, en: `Must be ${kind.en}.` });
    }
    case 'too_big':
    case 'too_small':
      return error(issue.code === 'too_big' ? 'maximum' : 'minimum', sizeWords(issue));
    case 'invalid_format':
      return error(`format-${issue.format}`, (where === 'query' && issue.format === 'datetime' ? instantInAddress : formats[issue.format]) ?? { zh: '格式不符，见接口文档。', en: 'Does not have the form that the API document gives.' });
    case 'invalid_value': {
      if (valueAt(input, path) === undefined) return error('required', { zh: '此项必填。', en: 'This member is required.' });
      const values = issue.values.map(String).slice(0, 40).join(', ');
      return error('one-of', { zh: `应为下列之一：${values}。`, en: `Must be one of: ${values}.` });
    }
    case 'unrecognized_keys':
      return issue.keys.slice(0, 10).flatMap((key) => error('unknown-member', { zh: '没有这一项，请删除。', en: 'There is no such member; remove it.' }, [...path, key]));
    case 'invalid_union':
      return ofUnion(issue, input, where, path);
    case 'not_multiple_of':
      return error('multiple-of', { zh: `应为 ${issue.divisor} 的倍数。`, en: `Must be a multiple of ${issue.divisor}.` });
    case 'invalid_key':
    case 'invalid_element':
      return error('member', { zh: '名称或成员不符合要求，见接口文档。', en: 'A name or member breaks a rule of the API document.' });
    case 'custom': {
      const rule = typeof issue.params?.['rule'] === 'string' ? issue.params['rule'] : 'rule';
      return error(rule, customs[rule] ?? { zh: '不符合规则，见接口文档。', en: 'Breaks a rule of the API document.' });
    }
  }
}

/** Of a union, the branch that the client came closest to: telling about all of them would hide the mistake. */
function ofUnion(issue: z.core.$ZodIssueInvalidUnion, input: unknown, where: FieldError['in'], path: Path): FieldError[] {
  const [closest] = [...issue.errors].sort((one, other) => one.length - other.length);
  if (closest === undefined || valueAt(input, path) === undefined) {
    const missing = valueAt(input, path) === undefined;
    return [{ in: where, pointer: pointerTo(path), rule: missing ? 'required' : 'one-of-forms', fix: missing ? { zh: '此项必填。', en: 'This member is required.' } : { zh: '应为接口文档所列形式之一。', en: 'Must be one of the forms that the API document lists.' } }];
  }
  return closest.flatMap((inner) => ofIssue(inner, input, where, path));
}

/** At most 20: enough to correct a form, too few to be a burden. */
export function fieldErrors(error: z.ZodError, input: unknown, where: FieldError['in']): FieldError[] {
  return error.issues.flatMap((issue) => ofIssue(issue, input, where, [])).slice(0, 20);
}
