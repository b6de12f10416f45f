import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SealedClass } from '../data-class.js';
import { sealedClasses } from '../data-class.js';
import type { SealedBlob, SealedParts } from '../envelope.js';
import { encodeEvent } from '../envelope.js';
import type { EventDefinition } from '../event-definition.js';
import { recordSchema, typeOf } from '../event-definition.js';
import type { Recorded } from '../envelope.js';

type Json = Readonly<Record<string, unknown>>;

const digest = (...parts: readonly string[]): Buffer => createHash('sha256').update(JSON.stringify(parts)).digest();

/** A UUIDv8 that is always the same for the same words. */
function sampleId(...words: readonly string[]): string {
  const hex = digest(...words).toString('hex');
  return `019abcde-f012-8${hex.slice(0, 3)}-9${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
}

/** One plain value that a JSON Schema allows: every optional member is there, of alternatives the first. */
function sampleOf(schema: Json, path: readonly string[]): unknown {
  const examples = schema['examples'] as readonly unknown[] | undefined;
  if (examples !== undefined) return examples[0];
  if (schema['const'] !== undefined) return schema['const'];
  if (schema['enum'] !== undefined) return (schema['enum'] as readonly unknown[])[0];
  const [choice] = (schema['anyOf'] ?? schema['oneOf'] ?? []) as readonly Json[];
  if (choice !== undefined) return sampleOf(choice, path);
  switch (schema['type']) {
    case 'object':
      return Object.fromEntries(Object.entries((schema['properties'] ?? {}) as Record<string, Json>).map(([name, member]) => [name, sampleOf(member, [...path, name])]));
    case 'array':
      return [sampleOf(schema['items'] as Json, [...path, '0'])];
    case 'boolean':
      return true;
    case 'integer':
      return Math.max(3, Number(schema['minimum'] ?? 0));
    case 'string':
      return sampleText(schema, path);
    default:
      throw new TypeError(`no sample for ${path.join('.')}: ${JSON.stringify(schema)}`);
  }
}

function sampleText(schema: Json, path: readonly string[]): string {
  if (schema['format'] === 'uuid') return sampleId(...path);
  if (schema['format'] === 'date') return '2013-02-03';
  if (schema['format'] === 'date-time') return '2013-02-03T04:05:06.789Z';
  return schema['pattern'] === undefined ? `Sample-${path.at(-1) ?? ''}` : 'baoji-station';
}

/** As long as a real one: 12 bytes of nonce, padded text and a tag of 16. Nothing can open it. */
function sampleBlob(id: string, dataClass: SealedClass): SealedBlob {
  const byte = digest(id, dataClass);
  return {
    v: 1,
    alg: 'A256GCM',
    kid: dataClass === 'statistical' ? 's2013' : `p.${digest(id).subarray(0, 9).toString('base64url')}`,
    nonce: byte.subarray(0, 12).toString('base64url'),
    ct: Buffer.concat([byte, digest(id, dataClass, 'more'), byte.subarray(12, 28)]).toString('base64url'),
  };
}

/** The bytes of one event of a type, the same whenever they are made; with every member that the envelope can have. */
export function sampleBytes(definition: EventDefinition): Uint8Array {
  const { name, category, version, fields, by } = definition;
  const id = sampleId('event', name, String(version));
  const present = new Set(Object.values(fields).map(({ dataClass }) => dataClass));
  const sealed = Object.fromEntries(sealedClasses.filter((dataClass) => present.has(dataClass)).map((dataClass) => [dataClass, sampleBlob(id, dataClass)])) as SealedParts;
  const event = {
    id, name, version, category,
    source: `urn:guitu:${sampleId('hub')}:${by[0]?.roles[0] ?? 'hub'}`,
    subject: sampleId('subject', category),
    time: '2013-02-03T04:06:07.008Z',
    occurredAt: '2013-02-03T04:05:06.789Z',
    revision: 3,
    actor: { organisation: 'baoji-station', role: by[0]?.roles[0] ?? 'hub', division: '610300', user: 'clerk-7' },
    onBehalfOf: 'baoji-care',
    legalBasis: 'PIPL-13-3',
    purpose: 'rescue',
    causationId: sampleId('command', name),
    correlationId: sampleId('correlation'),
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    fingerprint: digest('fingerprint', name).toString('base64url'),
    data: sampleOf(z.toJSONSchema(recordSchema(definition), { io: 'input', unrepresentable: 'any' }) as Json, [name]),
    sealed,
  };
  return encodeEvent(event as unknown as Recorded);
}

export const sampleName = (definition: EventDefinition): string => `${typeOf(definition)}.json`;
