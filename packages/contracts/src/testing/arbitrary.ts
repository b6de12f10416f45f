import fc from 'fast-check';
import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
// Nothing that a schema cannot say: no control characters, which a rule of its own refuses.
const anyText = (least: number, most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('a', 'Z', '7', ' ', '王', '归', '途', '🙂', '\n', '"', '\\', '<', 'é'), minLength: least, maxLength: Math.max(least, Math.min(most, 12)) }).filter((text) => text.length <= most);

function textOf(schema: Json): fc.Arbitrary<string> {
  if (schema['format'] === 'uuid') return fc.uuid();
  if (schema['format'] === 'date') return days.map((time) => time.slice(0, 10));
  if (schema['format'] === 'date-time') return days;
  if (typeof schema['pattern'] === 'string') return fc.stringMatching(new RegExp(schema['pattern'], 'u'));
  return anyText(Number(schema['minLength'] ?? 0), Number(schema['maxLength'] ?? 12));
}
const days = fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2999-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString());

function valueOf(schema: Json, root: Json): fc.Arbitrary<unknown> {
  const definitions = (root['$defs'] ?? {}) as Record<string, Json>;
  if (typeof schema['$ref'] === 'string') {
    // Only `z.json()` refers to itself; flat values are enough of it.
    return definitions[schema['$ref'].slice('#/$defs/'.length)] === undefined ? fc.constant(null) : fc.oneof(anyText(0, 12), fc.integer(), fc.boolean(), fc.constant(null));
  }
  if (schema['examples'] !== undefined) return fc.constantFrom(...(schema['examples'] as unknown[]));
  if (schema['const'] !== undefined) return fc.constant(schema['const']);
  if (schema['enum'] !== undefined) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const choices = (schema['anyOf'] ?? schema['oneOf']) as readonly Json[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valueOf(choice, root)));
  switch (schema['type']) {
    case 'object':
      return objectOf(schema, root);
    case 'array':
      return fc.array(valueOf(schema['items'] as Json, root), { minLength: Number(schema['minItems'] ?? 0), maxLength: Math.min(Number(schema['maxItems'] ?? 3), 3) });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: Number(schema['minimum'] ?? -1_000), max: Number(schema['maximum'] ?? 1_000) });
    case 'string':
      return textOf(schema);
    default:
      return fc.constant(null);
  }
}

function objectOf(schema: Json, root: Json): fc.Arbitrary<unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, Json>;
  const members = Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, valueOf(member, root)]));
  if (isObject(schema['additionalProperties'])) return fc.dictionary(fc.constantFrom('person', 'place', 'note'), valueOf(schema['additionalProperties'], root), { maxKeys: 2 });
  return fc.record(members, { requiredKeys: ((schema['required'] ?? []) as string[]).filter((name) => name in members), noNullPrototype: true });
}

/** Arbitrary inputs that a schema takes. Where it has a rule that JSON Schema cannot say, its own examples. */
export function inputsOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  return valueOf(json, json);
}

/** The seed of a property run; settable, so that a failure can be had again. */
export const seeded = (): { readonly seed?: number; readonly numRuns?: number } => ({
  ...(process.env['GUITU_SEED'] === undefined ? {} : { seed: Number(process.env['GUITU_SEED']) }),
  ...(process.env['GUITU_LONG'] === '1' ? { numRuns: 5_000 } : {}),
});
