import { readFileSync, readdirSync } from 'node:fs';
import specs from '@asyncapi/specs';
import { buildAsyncApi, eventNames, definitionOf, typeOf } from '@guitu/contracts';
import { feedChecker } from '@guitu/service-kit/testing';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { asyncApiText } from './asyncapi-text.js';
import { fileOf, readDocument } from './document.js';

type Json = Record<string, unknown>;
const document = buildAsyncApi();
const samples = readdirSync(fileOf('packages/contracts/samples/')).filter((name) => name.endsWith('.json'));
const sampleOf = (name: string): Json => JSON.parse(readFileSync(fileOf(`packages/contracts/samples/${name}`), 'utf8')) as Json;
const faultsOf = feedChecker();

/** The schema that the AsyncAPI initiative publishes for version 3.0.0; it checks the schemas of the messages as JSON Schema as well. Compiled once: that takes a second. */
const ajv = new Ajv({ strict: false, logger: false });
addFormats.default(ajv);
const validate = ajv.compile(specs.schemasWithoutId['3.0.0'] as Json);
const official = (candidate: Json): readonly string[] => (validate(candidate) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message ?? ''}`));

describe('the AsyncAPI document', () => {
  test('is what the official schema of AsyncAPI 3 takes, and that schema refuses what is none', () => {
    expect(official(document)).toEqual([]);
    expect(official({ ...document, channels: { caseEvents: { topic: 'x' } } })).not.toEqual([]);
    expect(official({ ...document, components: { messages: { x: { payload: { type: 'no-type' } } } } })).not.toEqual([]);
  });

  test('lies in docs/asyncapi.json as the contract has it (else run: node test/dist/docs/write-asyncapi.js)', () => {
    expect(readDocument('docs/asyncapi.json') === asyncApiText()).toBe(true);
  });

  test('has no reference that leads nowhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/gu)].map(([, reference]) => reference ?? '');
    expect(references.length).toBeGreaterThan(200);
    for (const reference of new Set(references)) {
      expect(reference).toMatch(/^#\//u);
      let value: unknown = document;
      for (const part of reference.slice(2).split('/')) value = (value as Json | undefined)?.[part];
      expect({ reference, value: typeof value }).toEqual({ reference, value: 'object' });
    }
  });

  test('has one message for every event type, each in the log and in the one topic of its category', () => {
    const types = eventNames.map((name) => typeOf(definitionOf(name)));
    expect(Object.keys((document['components'] as { messages: Json }).messages)).toEqual(types);
    const channels = document['channels'] as Readonly<Record<string, { address: string | null; messages: Json }>>;
    const inTopics = Object.values(channels).filter(({ address }) => address !== null).flatMap(({ messages }) => Object.keys(messages));
    expect(Object.keys(channels['log']?.messages ?? {}).toSorted()).toEqual(types.toSorted());
    expect([...inTopics, 'guitu.hub.hub-started.v1'].toSorted()).toEqual(types.toSorted());
  });

  test('says of every member of an event, sealed or not, what it is in both languages and of which data class', () => {
    for (const name of eventNames) {
      const { payload } = (document['components'] as { messages: Record<string, { payload: { properties: { data: { properties: Record<string, Json> } } } }> }).messages[typeOf(definitionOf(name))] ?? {};
      const { sealed, ...record } = payload?.properties.data.properties ?? {};
      const opened = Object.values((sealed?.['properties'] ?? {}) as Record<string, { 'x-opened': { properties: Record<string, Json> } }>).map((part) => part['x-opened'].properties);
      const members = Object.assign({}, record, ...opened) as Record<string, Json>;
      expect(Object.keys(members).toSorted()).toEqual(Object.keys(definitionOf(name).fields).toSorted());
      for (const [member, schema] of Object.entries(members)) {
        expect({ name, member, ...schema }).toMatchObject({ title: expect.any(String) as string, 'x-title-zh': expect.stringMatching(/\p{Script=Han}/u) as string, 'x-data-class': definitionOf(name).fields[member]?.dataClass });
      }
    }
  });

  test.each(samples)('describes the stored sample %s, whatever its version', (name) => {
    expect(faultsOf(JSON.stringify(sampleOf(name)))).toEqual([]);
  });

  test.each<[string, (event: Json) => Json]>([
    ['a name in plain text', (event) => ({ ...event, data: { ...(event['data'] as Json), person: { name: '王建国' } } })],
    ['a class that the event has nothing of', (event) => ({ ...event, data: { ...(event['data'] as Json), sealed: { 'biometric-reference': {} } } })],
    ['no actor', ({ actororg: _, ...event }) => event],
    ['a revision below 0', (event) => ({ ...event, revision: -1 })],
    ['a code that is none', (event) => ({ ...event, data: { ...(event['data'] as Json), result: 'cured' } })],
    ['a type that nobody defined', (event) => ({ ...event, type: 'guitu.case.forgotten.v1' })],
  ])('refuses an event with %s', (_what, change) => {
    expect(faultsOf(JSON.stringify(change(sampleOf('guitu.case.medically-screened.v1.json'))))).not.toEqual([]);
  });
});
