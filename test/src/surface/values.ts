import type { Json } from './documents.js';
import { resolved } from './documents.js';

/** A number from 0 inclusive to 1 exclusive; the whole run follows from its seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Values {
  readonly random: () => number;
  pick<T>(from: readonly T[]): T;
  whole(most: number): number;
  uuid(): string;
  /** A value that the schema takes. Where it has a rule that JSON Schema cannot say, one of its examples. */
  valid(schema: Json, name?: string): unknown;
}

/** `document`: where references lead. `text`: what free text is made of. `all`: every optional member is there. */
export function valuesOf(document: Json, random: () => number, { text = () => '文', all = false }: { readonly text?: () => string; readonly all?: boolean } = {}): Values {
  const whole = (most: number): number => Math.floor(random() * (most + 1));
  const pick = <T>(from: readonly T[]): T => from[whole(from.length - 1)] as T;
  const hex = (length: number): string => Array.from({ length }, () => '0123456789abcdef'.charAt(whole(15))).join('');
  const uuid = (): string => `${hex(8)}-${hex(4)}-7${hex(3)}-a${hex(3)}-${hex(12)}`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = (): string => `${1990 + whole(30)}-${two(1 + whole(11))}-${two(1 + whole(27))}`;

  function textFor(schema: Json): string {
    if (schema['format'] === 'uuid') return uuid();
    if (schema['format'] === 'date') return day();
    if (schema['format'] === 'date-time') return `${day()}T${two(whole(23))}:${two(whole(59))}:${two(whole(59))}${pick(['Z', '+08:00', '.123Z', '-23:59'])}`;
    const most = Number(schema['maxLength'] ?? 60);
    if (typeof schema['pattern'] === 'string') return ofPattern(schema['pattern']);
    return text().slice(0, most).padEnd(Number(schema['minLength'] ?? 0), '文');
  }

  /** The few forms of pattern that the documents have; a new one fails here by name, and is added. */
  function ofPattern(pattern: string): string {
    const candidates = ['station-baoji', 'hospital-baoji', 'civil-affairs-haikou', '610302', '61', 'note', 'X7319000000', '2013-02-03', '2013-02-03T04:05:06Z', '12', '2026', '7'];
    const expression = new RegExp(pattern, 'u');
    const fitting = candidates.filter((candidate) => expression.test(candidate));
    if (fitting.length === 0) throw new Error(`no text for the pattern ${pattern}; give the schema an example`);
    return pick(fitting);
  }

  function valid(given: Json, name = ''): unknown {
    const schema = resolved(document, given);
    if (Array.isArray(schema['examples'])) return pick(schema['examples']);
    if (schema['const'] !== undefined) return schema['const'];
    if (Array.isArray(schema['enum'])) return pick(schema['enum']);
    const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly Json[] | undefined;
    // Values that refer to themselves (any JSON at all) end with the first of their forms.
    if (choices !== undefined) return valid(typeof given['$ref'] === 'string' ? (choices[0] as Json) : pick(choices), name);
    switch (schema['type']) {
      case 'object': {
        const members = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
        const required = new Set((schema['required'] ?? []) as string[]);
        const kept = members.filter(([member]) => required.has(member) || all || random() < 0.5);
        return Object.fromEntries(kept.map(([member, part]) => [member, valid(part, member)]));
      }
      case 'array': {
        const least = Number(schema['minItems'] ?? 0);
        return Array.from({ length: Math.max(least, Math.min(Number(schema['maxItems'] ?? 3), whole(2))) }, () => valid(schema['items'] as Json, name));
      }
      case 'boolean':
        return random() < 0.5;
      case 'integer':
      case 'number': {
        const least = Number(schema['minimum'] ?? 0);
        return least + whole(Math.min(Number(schema['maximum'] ?? 100) - least, 1_000));
      }
      case 'string':
        return textFor(schema);
      default:
        return null;
    }
  }
  return { random, pick, whole, uuid, valid };
}
