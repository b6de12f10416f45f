import type { SealedClass } from '@guitu/contracts';
import type { Shown } from './matrix.js';

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const first = (value: unknown): unknown => (Array.isArray(value) ? value.map(first) : `${[...String(value)][0] ?? ''}**`);
const number = (value: string): string => (value.length === 15 || value.length === 18 ? `${value.slice(0, 6)}${'*'.repeat(value.length - 8)}${value.slice(-2)}` : '**');

/** A person as an auditor sees one: 王**, division and last two of the number, the year of birth. No free text: it cannot be masked. */
function maskedPerson({ name, idNumber, sex, age, origin }: Fields): Fields {
  return {
    ...(name === undefined ? {} : { name: first(name) }), ...(idNumber === undefined ? {} : { idNumber: number(String(idNumber)) }), ...(sex === undefined ? {} : { sex }), ...(origin === undefined ? {} : { origin }),
    ...(isObject(age) ? { age: typeof age['birthDate'] === 'string' ? { birthDate: age['birthDate'].slice(0, 4) } : age } : {}),
  };
}

const masks: Partial<Record<SealedClass, (fields: Fields) => Fields>> = {
  identity: ({ person }) => (isObject(person) ? { person: maskedPerson(person) } : {}),
  contact: (fields) => Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (['name', 'signedBy', 'staff'].includes(name) ? [[name, first(value)]] : []))),
};

/** The members that the paths name. */
function kept(fields: Fields, paths: readonly string[]): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (paths.includes(name)) return [[name, value]];
      const below = paths.flatMap((path) => (path.startsWith(`${name}.`) ? [path.slice(name.length + 1)] : []));
      return below.length > 0 && isObject(value) ? [[name, kept(value, below)]] : [];
    }),
  );
}

const patchMember = (dataClass: string): string => dataClass.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());

/** What of a class's fields an organisation may at most be shown. A correction's fields lie one member deeper, under the name of their class. */
export function whatIsLeft(shown: Shown, dataClass: SealedClass, fields: Fields): Fields {
  if (shown === 'all') return fields;
  const patch = fields[patchMember(dataClass)];
  const own = shown === 'masked' ? (masks[dataClass]?.(fields) ?? {}) : kept(fields, shown);
  return isObject(patch) ? { ...own, [patchMember(dataClass)]: whatIsLeft(shown, dataClass, patch) } : own;
}

/** Is everything that was shown among what may be? A list may be shorter, never in another order. */
export function within(value: unknown, allowed: unknown): boolean {
  if (Array.isArray(value)) return Array.isArray(allowed) && value.length <= allowed.length && value.every((item, place) => within(item, allowed[place]));
  if (isObject(value)) return isObject(allowed) && Object.entries(value).every(([name, part]) => Object.hasOwn(allowed, name) && within(part, allowed[name]));
  return value === allowed || value === null;
}
