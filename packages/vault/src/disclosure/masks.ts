import type { JsonValue } from '../json-value.js';

/** What is shown in place of what is hidden; always the same length, so that it does not tell any. */
const hidden = '**';

/**
 * How single values are hidden. Each answers `**` for a value that is not what it expects.
 * - name: the first character, so that 王 can be told from 李; compound surnames show one character too
 * - idNumber: the first six (division) and the last two of a 15- or 18-character number; the birth date is gone
 * - age: a birth date becomes its year; an estimate stays
 */
export const masks = {
  name: (value: JsonValue): JsonValue => (typeof value === 'string' ? `${[...value][0] ?? ''}${hidden}` : hidden),
  idNumber: (value: JsonValue): JsonValue =>
    typeof value === 'string' && /^[0-9A-Za-z]+$/u.test(value) && (value.length === 15 || value.length === 18)
      ? `${value.slice(0, 6)}${'*'.repeat(value.length - 8)}${value.slice(-2)}`
      : hidden,
  age: (value: JsonValue): JsonValue => {
    if (typeof value !== 'object' || value === null || !('birthDate' in value)) return value;
    return typeof value.birthDate === 'string' && /^\d{4}-/u.test(value.birthDate) ? { birthDate: value.birthDate.slice(0, 4) } : hidden;
  },
} as const;

export type MaskName = keyof typeof masks;
