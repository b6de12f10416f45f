import type { Role } from '@guitu/contracts';
import { send } from './http.js';

export type Json = Readonly<Record<string, unknown>>;

/** One operation as the document of its service describes it; nothing here knows any route. */
export interface Operation {
  readonly service: string;
  readonly base: string;
  readonly method: 'GET' | 'POST';
  /** With `{names}`. */
  readonly path: string;
  readonly id: string;
  readonly roles: readonly Role[];
  readonly scopes: readonly string[];
  readonly body: Json | undefined;
  readonly query: readonly { readonly name: string; readonly required: boolean; readonly schema: Json }[];
  readonly raw: Json;
  readonly document: Json;
  /** For messages: `station POST /cases/{caseId}/admitted`. */
  readonly name: string;
}

export const onCase = ({ path }: Operation): boolean => path.includes('{caseId}');
/** Sends a body: every command, and a search by what must not stand in an address. */
export const hasBody = ({ method }: Operation): boolean => method === 'POST';
/** Changes something, and so takes a key. */
export const isCommand = ({ raw }: Operation): boolean => ((raw['parameters'] ?? []) as Json[]).some(({ $ref }) => $ref === '#/components/parameters/IdempotencyKey');

export function at(document: Json, reference: string): Json {
  let value: unknown = document;
  for (const part of reference.replace(/^#\//u, '').split('/')) value = (value as Json | undefined)?.[part];
  if (typeof value !== 'object' || value === null) throw new Error(`${reference} leads nowhere`);
  return value as Json;
}
export const resolved = (document: Json, schema: Json): Json => (typeof schema['$ref'] === 'string' ? resolved(document, at(document, schema['$ref'])) : schema);

function operationsOf(service: string, base: string, document: Json): Operation[] {
  return Object.entries(document['paths'] as Record<string, Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]): Operation => {
      const parameters = ((raw['parameters'] ?? []) as Json[]).map((parameter) => resolved(document, parameter));
      const body = raw['requestBody'] as { content: { 'application/json': { schema: Json } } } | undefined;
      const [security] = (raw['security'] ?? []) as { token?: string[] }[];
      return {
        service, base, path, raw, document,
        method: method.toUpperCase() as Operation['method'],
        id: String(raw['operationId']),
        roles: (raw['x-roles'] ?? []) as Role[],
        scopes: security?.token ?? [],
        body: body?.content['application/json'].schema,
        query: parameters.filter((parameter) => parameter['in'] === 'query').map((parameter) => ({ name: String(parameter['name']), required: parameter['required'] === true, schema: parameter['schema'] as Json })),
        name: `${service} ${method.toUpperCase()} ${path}`,
      };
    }),
  );
}

/** Every operation of every service of a hub that has a document. */
export async function documentsOf(urls: Readonly<Record<string, string>>): Promise<{ readonly documents: ReadonlyMap<string, Json>; readonly operations: readonly Operation[] }> {
  const documents = new Map<string, Json>();
  const operations: Operation[] = [];
  for (const [service, base] of Object.entries(urls)) {
    const { status, body } = await send({ method: 'GET', url: `${base}/openapi.json` });
    if (status !== 200) throw new Error(`${service} has no OpenAPI document`);
    documents.set(service, body);
    operations.push(...operationsOf(service, base, body));
  }
  return { documents, operations };
}

const refersTo = (value: unknown): string[] =>
  typeof value !== 'object' || value === null ? [] : Object.entries(value).flatMap(([name, member]) => (name === '$ref' && typeof member === 'string' ? [member] : refersTo(member)));
const keywords = new Set([
  'type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum',
  'exclusiveMaximum', 'minItems', 'maxItems', 'prefixItems', 'propertyNames', 'default', 'title', 'description', 'examples', '$ref', 'multipleOf', 'discriminator',
]);

/** What is wrong with a JSON Schema of ours, as far as structure tells: unknown keywords, patterns that are none, members that are required and not there. */
function schemaFaults(where: string, schema: unknown): string[] {
  if (typeof schema === 'boolean') return [];
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return [`${where} is no schema`];
  const faults = Object.keys(schema).filter((word) => !keywords.has(word) && !word.startsWith('x-')).map((word) => `${where} has the unknown keyword ${word}`);
  const { pattern, properties = {}, required = [], items, additionalProperties, propertyNames } = schema as { pattern?: unknown; properties?: Json; required?: string[]; items?: unknown; additionalProperties?: unknown; propertyNames?: unknown };
  if (pattern !== undefined) {
    try {
      RegExp(String(pattern), 'u');
    } catch {
      faults.push(`${where} has a pattern that is none`);
    }
  }
  for (const name of required) if (!Object.hasOwn(properties, name)) faults.push(`${where} requires ${name}, which it does not have`);
  for (const [name, member] of Object.entries(properties)) faults.push(...schemaFaults(`${where}.${name}`, member));
  for (const [word, part] of Object.entries({ items, additionalProperties, propertyNames })) if (part !== undefined) faults.push(...schemaFaults(`${where}/${word}`, part));
  for (const word of ['anyOf', 'oneOf', 'allOf', 'prefixItems']) for (const [place, part] of ((schema as Record<string, unknown[] | undefined>)[word] ?? []).entries()) faults.push(...schemaFaults(`${where}/${word}/${place}`, part));
  return faults;
}

/** What is wrong with an OpenAPI document, as far as clients and this folder's tests rely on it. */
export function faultsOf(service: string, document: Json, operations: readonly Operation[]): string[] {
  const faults: string[] = [];
  const must = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  const { title, version } = (document['info'] ?? {}) as Json;
  must(/^3\.1\.\d$/u.test(String(document['openapi'])) && typeof title === 'string' && typeof version === 'string', `${service}: not an OpenAPI 3.1 document`);
  for (const reference of new Set(refersTo(document))) {
    try {
      at(document, reference);
    } catch {
      faults.push(`${service}: ${reference} leads nowhere`);
    }
  }
  const schemes = Object.keys(((document['components'] ?? {}) as { securitySchemes?: Json }).securitySchemes ?? {});
  for (const [name, schema] of Object.entries(((document['components'] ?? {}) as { schemas?: Json }).schemas ?? {})) faults.push(...schemaFaults(`${service} ${name}`, schema));
  const ids = operations.map(({ id }) => id);
  must(new Set(ids).size === ids.length, `${service}: two operations have one operationId`);
  for (const operation of operations) {
    const { raw, name, path, roles, body } = operation;
    const security = (raw['security'] ?? []) as Json[];
    must(security.length > 0 && security.every((one) => Object.keys(one).length > 0 && Object.keys(one).every((scheme) => schemes.includes(scheme))), `${name} has no security`);
    must(roles.length > 0, `${name} names no roles`);
    must(typeof raw['summary'] === 'string' && /\p{Script=Han}/u.test(String(raw['x-summary-zh'])), `${name} has no summary in both languages`);
    const responses = Object.keys((raw['responses'] ?? {}) as Json);
    const expected = ['401', '403', '422', '500', '503', ...(onCase(operation) ? ['404'] : []), ...(hasBody(operation) ? ['400', '413', '415'] : []), ...(isCommand(operation) ? ['409', '412'] : []), ...(operation.method === 'GET' ? ['304'] : [])];
    must(responses.some((status) => status.startsWith('2')), `${name} has no answer for success`);
    for (const status of expected) must(responses.includes(status), `${name} does not list ${status}`);
    const parameters = ((raw['parameters'] ?? []) as Json[]).map((parameter) => resolved(document, parameter));
    const inPath = parameters.filter((parameter) => parameter['in'] === 'path').map((parameter) => String(parameter['name']));
    must(JSON.stringify(inPath.sort()) === JSON.stringify([...path.matchAll(/\{(\w+)\}/gu)].map(([, parameter]) => parameter).sort()), `${name} does not describe its path`);
    must(hasBody(operation) === (body !== undefined), `${name}: a POST has a body, a GET none`);
    for (const parameter of parameters) faults.push(...schemaFaults(`${name} ${String(parameter['name'])}`, parameter['schema']));
    if (body !== undefined) {
      faults.push(...schemaFaults(`${name} body`, body));
      must(resolved(document, body)['additionalProperties'] === false, `${name} does not say that it refuses unknown members`);
    }
    for (const [status, response] of Object.entries((raw['responses'] ?? {}) as Record<string, { content?: Record<string, { schema?: unknown }> }>)) {
      for (const [type, { schema }] of Object.entries(response.content ?? {})) {
        if (schema !== undefined) faults.push(...schemaFaults(`${name} ${status}`, schema));
        must(Number(status) < 400 || type === 'application/problem+json', `${name} ${status} is no problem document`);
      }
    }
  }
  return faults;
}
