import type { Values } from './values.js';

type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/** Text that breaks things elsewhere. None of it may do anything here. */
const nasty = [
  '', ' ', '\u0000', '\u001b[31m', '\ud800', '\u202e文', "'; drop table cases; --", '<script>alert(1)</script>', '${7*7}', '../../etc/passwd', '%00', '\\u0000', 'null', 'undefined', 'NaN', '-1', '1e999', '__proto__', 'constructor',
  '2013-02-30', '1899-12-31', '9999-12-31T23:59:59Z', '2013-02-03T00:00:00', '000000', '999999', '610302', '0'.repeat(3_000), '🙂'.repeat(60), 'e\u0301', '\u2028', 'ﷺ', 'A'.repeat(101), '00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
];
const numbers = [-1, -0, 0.1, 1e21, 1e308, 2 ** 53, 2 ** 31, -(2 ** 31), 151];

/** Changes one thing about a value somewhere: type, size, presence, spelling. */
export function mutated(values: Values, value: Json): Json {
  const { pick, whole, random } = values;
  if (typeof value === 'object' && value !== null && random() < 0.8) {
    if (Array.isArray(value)) {
      if (value.length === 0 || random() < 0.3) return pick<Json>([[], Array.from({ length: 200 }, () => value[0] ?? 1), [...value, null], [...value, ...value]]);
      const place = whole(value.length - 1);
      return value.map((item, index) => (index === place ? mutated(values, item) : item));
    }
    const names = Object.keys(value);
    const name = names.length === 0 ? undefined : pick(names);
    if (name === undefined || random() < 0.2) return withMember(value, pick(['colour', '__proto__', 'constructor', 'sealed', 'assessment', '', '机密', 'a'.repeat(500), 'length', 'toJSON']), pick<Json>([1, null, {}, []]));
    if (random() < 0.2) return Object.fromEntries(Object.entries(value).filter(([member]) => member !== name));
    return withMember(value, name, mutated(values, value[name] ?? null));
  }
  if (typeof value === 'string' && random() < 0.3) return pick([`${value} `, ` ${value}`, value.toUpperCase(), value.slice(1), `${value}\n`, value + value]);
  return pick<() => Json>([() => pick(nasty), () => pick(numbers), () => null, () => random() < 0.5, () => [value], () => ({ value }), () => nested(whole(40)), () => pick(nasty)])();
}

const withMember = (value: { [member: string]: Json }, name: string, member: Json): { [member: string]: Json } => Object.defineProperty({ ...value }, name, { value: member, enumerable: true, configurable: true, writable: true });
const nested = (levels: number): Json => (levels === 0 ? 1 : { a: [nested(levels - 1)] });

/** Damages the text of a body so that it is seldom JSON. */
export function damaged({ pick, whole }: Values, text: string): string {
  const place = whole(text.length);
  return pick([text.slice(0, place), `${text.slice(0, place)}"${text.slice(place)}`, `${text}${text}`, `[${text}]`, text.replaceAll('"', "'"), `\uFEFF${text}`, text.replace(/\d+/u, '1e400'), `${text.slice(0, place)}\u0000${text.slice(place)}`]);
}
