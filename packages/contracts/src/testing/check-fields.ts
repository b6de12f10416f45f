import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { CommandDefinition } from '../command.js';
import { commands } from '../command.js';
import { dataClasses } from '../data-class.js';
import type { EventDefinition } from '../event-definition.js';
import { catalogue } from '../events/index.js';

type Json = Readonly<Record<string, unknown>>;

/** Every field of every event and command says in both languages what it is, and which class of data; every part of a structured field says what it is. */
export interface Language {
  readonly events: Iterable<EventDefinition>;
  readonly commands: Iterable<Pick<CommandDefinition, 'name' | 'zh' | 'en' | 'body'>>;
}

const isChinese = (text: unknown): boolean => typeof text === 'string' && /\p{Script=Han}/u.test(text);
const isEnglish = (text: unknown): boolean => typeof text === 'string' && /[A-Za-z]{2}/u.test(text) && !isChinese(text.replace(/[（(][^)）]*[)）]/gu, ''));

// Read off the JSON Schema, which is what clients are shown.
const schemaOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;

function titlesOf(where: string, schema: Json): string[] {
  return [
    ...(isEnglish(schema['title']) ? [] : [`${where} has no English title`]),
    ...(isChinese(schema['x-title-zh']) ? [] : [`${where} has no Chinese title`]),
  ];
}

function classOf(where: string, dataClass: unknown): string[] {
  return typeof dataClass === 'string' && Object.hasOwn(dataClasses, dataClass) ? [] : [`${where} has no data class`];
}

/** Findings below a schema: its members, the members of its items and of its alternatives. */
function below(where: string, schema: Json): string[] {
  const members = Object.entries((schema['properties'] ?? {}) as Record<string, Json>).flatMap(([name, member]) => [...titlesOf(`${where}.${name}`, member), ...below(`${where}.${name}`, member)]);
  const inner = [schema['items'], schema['additionalProperties'], ...['anyOf', 'oneOf', 'allOf', 'prefixItems'].flatMap((word) => (schema[word] ?? []) as unknown[])];
  return [...members, ...inner.flatMap((part) => (typeof part === 'object' && part !== null ? below(where, part as Json) : []))];
}

/** One line for each thing that is missing; none if all is well. */
export function findingsIn({ events, commands: sent }: Language): string[] {
  const findings: string[] = [];
  for (const { name, zh, en, fields } of events) {
    findings.push(...titlesOf(`event ${name}`, { title: en, 'x-title-zh': zh }));
    for (const [field, { zh: chinese, en: english, dataClass, schema }] of Object.entries(fields)) {
      const where = `event ${name}.${field}`;
      findings.push(...titlesOf(where, { title: english, 'x-title-zh': chinese }), ...classOf(where, dataClass), ...below(where, schemaOf(schema)));
    }
  }
  for (const { name, zh, en, body } of sent) {
    const where = `command ${name}`;
    const schema = schemaOf(body);
    findings.push(...titlesOf(where, { title: en, 'x-title-zh': zh }), ...below(where, schema));
    for (const [member, part] of Object.entries(schema['properties'] as Record<string, Json>)) findings.push(...classOf(`${where}.${member}`, part['x-data-class']));
  }
  return [...new Set(findings)];
}

export const ourLanguage: Language = { events: Object.values(catalogue), commands: commands.values() };

// `node packages/contracts/dist/testing/check-fields.js`: exit code 1 and a line for each finding.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = findingsIn(ourLanguage);
  for (const finding of findings) console.log(finding);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
