import { z } from 'zod';
import { dataClasses, sealedClasses } from '../data-class.js';
import type { SealedClass } from '../data-class.js';
import type { EventDefinition } from '../event-definition.js';
import { recordSchema, typeOf } from '../event-definition.js';
import { shapeWhere } from '../field.js';

type Json = Record<string, unknown>;

// What lies in the log is what was parsed, in the shape that was asked for.
const written = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }) as Json;
const definitionsOfJson = JSON.stringify(written(z.strictObject({ any: z.json() }))['definitions']);
const inDocument = (schema: unknown): Json => JSON.parse(JSON.stringify(schema).replaceAll('"#/definitions/__schema0"', '"#/components/schemas/Json"')) as Json;

/** Any JSON value: the one schema of the contract that refers to itself. */
export const jsonSchema: Json = inDocument((JSON.parse(definitionsOfJson) as Json)['__schema0']);

function schemaOf(schema: z.ZodType): Json {
  const { $schema: _dialect, definitions, ...rest } = written(schema);
  if (definitions === undefined) return rest;
  if (JSON.stringify(definitions) !== definitionsOfJson) throw new TypeError('a recursive schema other than any JSON needs a place of its own in the document');
  return inDocument(rest);
}

function sealedPart(definition: EventDefinition, dataClass: SealedClass): Json | undefined {
  const shape = shapeWhere(definition.fields, (field) => field.dataClass === dataClass);
  if (Object.keys(shape).length === 0) return undefined;
  return {
    allOf: [{ $ref: '#/components/schemas/SealedBlob' }],
    title: `Sealed: ${dataClass}`,
    'x-title-zh': `密封：${dataClasses[dataClass].zh}`,
    'x-data-class': dataClass,
    'x-opened': { description: 'What the blob holds, to whom the vault opens it', ...schemaOf(z.strictObject(shape)) },
  };
}

/** `data` of an event: its fields of class `record`, and one blob for each other class that it holds something of. */
function dataSchema(definition: EventDefinition): Json {
  const { properties = {}, ...record } = schemaOf(recordSchema(definition)) as { properties?: Json };
  const parts = sealedClasses.flatMap((dataClass) => {
    const part = sealedPart(definition, dataClass);
    return part === undefined ? [] : [[dataClass, part] as const];
  });
  const sealed = { type: 'object', title: 'Sealed parts by data class', 'x-title-zh': '密封部分', additionalProperties: false, minProperties: 1, properties: Object.fromEntries(parts) };
  return { ...record, properties: { ...properties, ...(parts.length === 0 ? {} : { sealed }) } };
}

/** One version of one event type as an AsyncAPI message. Its schemas are JSON Schema draft-07, which AsyncAPI takes without saying so. */
export function messageOf(definition: EventDefinition): Json {
  const type = typeOf(definition);
  return {
    name: type,
    title: definition.en,
    'x-title-zh': definition.zh,
    summary: `${definition.zh} / ${definition.en}`,
    contentType: 'application/cloudevents+json',
    headers: { $ref: '#/components/schemas/Headers' },
    // Of a case stream, and of what belongs to a case, the key is the case; so one case stays in order.
    ...(definition.category === 'hub' ? {} : { bindings: { kafka: { key: { type: 'string', format: 'uuid', description: definition.category === 'person' ? 'Person of the stream' : 'Case' }, bindingVersion: '0.5.0' } } }),
    correlationId: { location: '$message.payload#/correlationid' },
    'x-emitters': definition.by,
    'x-state-bearing': definition.stateBearing,
    payload: {
      allOf: [{ $ref: '#/components/schemas/Envelope' }],
      type: 'object',
      properties: { type: { const: type }, data: dataSchema(definition) },
    },
  };
}
