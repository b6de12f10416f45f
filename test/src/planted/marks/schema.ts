import { z } from 'zod';
import type { DataClass } from '@guitu/contracts';
import type { Shape } from './marks.js';

export type Json = Readonly<Record<string, unknown>>;

export const jsonSchemaOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
export const classOf = (schema: Json): DataClass => schema['x-data-class'] as DataClass;
export const membersOf = (schema: Json): Readonly<Record<string, Json>> => (schema['properties'] ?? {}) as Record<string, Json>;
export const choicesOf = (schema: Json): readonly Json[] | undefined => (schema['anyOf'] ?? schema['oneOf']) as readonly Json[] | undefined;

/** The shape of the mark that a text takes; undefined where the text is a code, an id or a time. Throws for a kind of text that nobody has thought of yet. */
export function shapeOf(schema: Json, path: string): Shape | undefined {
  if (schema['type'] !== 'string' || schema['enum'] !== undefined || schema['const'] !== undefined) return undefined;
  if (schema['format'] === 'date' && path.endsWith('.birthDate')) return 'birth-date';
  if (schema['format'] !== undefined) return undefined;
  const { pattern, maxLength } = schema as { pattern?: string; maxLength?: number };
  if (pattern === '^[0-9A-Za-z]+$') return 'id-number';
  // An organisation or a division: an id of the register, and a code.
  if (pattern !== undefined && (new RegExp(pattern, 'u').test('station-baoji') || new RegExp(pattern, 'u').test('610302'))) return undefined;
  if (pattern !== undefined || maxLength === undefined) throw new TypeError(`no mark for ${path}: ${JSON.stringify(schema)}`);
  if (maxLength <= 64) return 'paper';
  return maxLength <= 100 ? 'name' : 'sentence';
}

/** Paths of all texts below a schema, as `person.name`; a list has the path of its items. */
export function textsIn(schema: Json, path: string): readonly string[] {
  const choices = choicesOf(schema);
  if (choices !== undefined) return [...new Set(choices.flatMap((choice) => textsIn(choice, path)))];
  if (schema['type'] === 'array') return textsIn(schema['items'] as Json, path);
  if (schema['type'] === 'object') return Object.entries(membersOf(schema)).flatMap(([name, member]) => textsIn(member, `${path}.${name}`));
  return shapeOf(schema, path) === undefined ? [] : [path];
}

/** Names of all members. */
export function namesIn(schema: Json): readonly string[] {
  const parts = [...(choicesOf(schema) ?? []), ...(schema['type'] === 'array' ? [schema['items'] as Json] : [])];
  return [...parts.flatMap(namesIn), ...Object.entries(membersOf(schema)).flatMap(([name, member]) => [name, ...namesIn(member)])];
}

/** Names of members that are no text: codes, counts, marks of yes and no. */
export function codesIn(schema: Json, name: string): readonly string[] {
  const choices = choicesOf(schema);
  if (choices !== undefined) return choices.flatMap((choice) => codesIn(choice, name));
  if (schema['type'] === 'array') return codesIn(schema['items'] as Json, name);
  if (schema['type'] === 'object') return Object.entries(membersOf(schema)).flatMap(([member, part]) => codesIn(part, member));
  return shapeOf(schema, `.${name}`) === undefined ? [name] : [];
}
