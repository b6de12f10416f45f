import { z } from 'zod';
import { roles } from '@guitu/contracts';
import { problems } from '../problems/index.js';
import type { ProblemCode, Words } from '../problems/index.js';
import { audienceOf } from '../config.js';
import type { Response, Route } from './route.js';

type Json = Record<string, unknown>;

export interface Documented {
  readonly name: string;
  readonly title: Words;
  readonly version?: string;
  readonly routes: readonly Route[];
  readonly tokenUrl?: string;
}

/** Turns a zod schema into JSON Schema 2020-12, with the titles and data classes that its fields carry. */
type ToSchema = (schema: z.ZodType, io: 'input' | 'output') => Json;

/** Recursive schemas refer to definitions of their own, which a document with many schemas must keep in one place: `shared`, each text once. */
function schemaWriter(shared: Record<string, Json>): ToSchema {
  const prefixes = new Map<string, string>();
  return (schema, io) => {
    const { $schema: _dialect, $defs: definitions, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as Json;
    if (definitions === undefined) return rest;
    const text = JSON.stringify(definitions);
    const prefix = prefixes.get(text) ?? `Shared${prefixes.size}`;
    prefixes.set(text, prefix);
    const moved = (value: unknown): Json => JSON.parse(JSON.stringify(value).replaceAll('"$ref":"#/$defs/', `"$ref":"#/components/schemas/${prefix}`)) as Json;
    for (const [name, definition] of Object.entries(moved(definitions))) shared[prefix + name] = definition as Json;
    return moved(rest);
  };
}

function parametersOf(schemaOf: ToSchema, schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: readonly string[] };
  return Object.entries(properties).map(([name, { title, description, ...property }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    description: description ?? title ?? name,
    schema: title === undefined ? property : { title, ...property },
  }));
}

const header = (name: string, required: boolean, description: string, schema: Json): Json => ({ name, in: 'header', required, description, schema });

const parameters: Record<string, Json> = {
  AcceptLanguage: header('Accept-Language', false, '错误信息的语言。Language of problem documents: zh-CN (default) or en.', { type: 'string', default: 'zh-CN' }),
  GuituUser: header('Guitu-User', false, '经办人。The human for whom a machine client acts; recorded as asserted. UTF-8 or percent-encoded.', { type: 'string', minLength: 1, maxLength: 100 }),
  GuituNow: header('Guitu-Now', false, '演示时钟。Business clock of this request; sample mode and scope sample-clock only.', { type: 'string', format: 'date-time' }),
  IdempotencyKey: header('Idempotency-Key', true, '幂等键。A UUID for each new command, the same again for a retry.', { type: 'string', format: 'uuid' }),
  IfMatch: header('If-Match', false, '版本条件。The ETag that the client read; 412 if the case has changed since.', { type: 'string' }),
  IfNoneMatch: header('If-None-Match', false, '已有版本。The ETag that the client has; 304 if nothing has changed. A case is answered whole: its ETag is its revision, and what is shown of it changes by more.', { type: 'string' }),
};
const reference = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });

/** Which problems each kind of operation can answer with, beside the refusals of the rules. */
const anyProblems: readonly ProblemCode[] = ['token-missing', 'token-invalid', 'token-expired', 'token-wrong-audience', 'role-not-allowed', 'sample-clock-refused', 'scope-missing', 'header-invalid', 'invalid-request', 'internal', 'store-unavailable', 'vault-unavailable', 'history-unreadable', 'upgrade-in-progress', 'keys-unavailable', 'not-ready', 'too-many-requests'];
const bodyProblems: readonly ProblemCode[] = ['malformed-json', 'json-too-deep', 'body-too-large', 'unsupported-media-type'];
const commandProblems: readonly ProblemCode[] = [...bodyProblems, 'idempotency-key-missing', 'idempotency-key-reused', 'lost-races', 'person-erased', 'revision-mismatch'];

function problemsOf(route: Route): readonly ProblemCode[] {
  const common = [...anyProblems, ...(route.kind === 'command' ? commandProblems : route.request.body === undefined ? [] : bodyProblems), ...(route.problems ?? [])];
  if (route.path.includes('/:caseId')) return [...common, 'case-not-found'];
  return route.path.includes('/:') ? [...common, 'not-found'] : common;
}

function errorResponses(route: Route): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(route)) byStatus.set(problems[code].status, [...(byStatus.get(problems[code].status) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].sort(([one], [other]) => one - other).map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `${code}: ${problems[code].title.zh} / ${problems[code].title.en}`).join('; ') + (status === 409 ? '; 或业务规则拒绝 / or a rule of the case refuses' : ''),
        headers: { ...(status === 401 ? { 'WWW-Authenticate': { schema: { type: 'string' } } } : {}), ...(status === 503 || status === 429 || codes.includes('lost-races') ? { 'Retry-After': { schema: { type: 'integer' } } } : {}) },
        content: { 'application/problem+json': { schema: reference('schemas', 'Problem') } },
      },
    ]),
  );
}

function successOf(schemaOf: ToSchema, { description, schema, contentType }: Response): Json {
  const type = contentType ?? (schema === undefined ? undefined : 'application/json');
  return {
    description: `${description.zh} / ${description.en}`,
    headers: { ETag: { schema: { type: 'string' } }, 'X-Request-Id': { schema: { type: 'string', format: 'uuid' } } },
    ...(type === undefined ? {} : { content: { [type]: schema === undefined ? {} : { schema: schemaOf(schema, 'output') } } }),
  };
}

const unchanged: Json = { description: '未变更 / Not changed since the ETag of If-None-Match', headers: { ETag: { schema: { type: 'string' } } } };

function operationOf(schemaOf: ToSchema, route: Route): Json {
  const command = route.kind === 'command';
  const who = route.roles.map((role) => `${roles[role].zh} (${role})`).join(', ');
  return {
    operationId: route.operationId,
    summary: route.summary.en,
    'x-summary-zh': route.summary.zh,
    description: [route.description?.zh, route.description?.en, `可用机构 / For: ${who}`].filter((text) => text !== undefined).join('\n\n'),
    ...(route.tag === undefined ? {} : { tags: [route.tag] }),
    'x-roles': route.roles,
    security: [{ token: route.scope === undefined ? [] : [route.scope] }],
    parameters: [
      ...parametersOf(schemaOf, route.request.params, 'path'),
      ...parametersOf(schemaOf, route.request.query, 'query'),
      ...(command ? ['IdempotencyKey', 'IfMatch'] : route.method === 'GET' ? ['IfNoneMatch'] : []).map((name) => reference('parameters', name)),
      ...['GuituUser', 'GuituNow', 'AcceptLanguage'].map((name) => reference('parameters', name)),
    ],
    ...(route.request.body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.request.body, 'input') } } } }),
    responses: { ...Object.fromEntries(Object.entries(route.responses).map(([status, response]) => [status, successOf(schemaOf, response)])), ...(route.method === 'GET' ? { 304: unchanged } : {}), ...errorResponses(route) },
  };
}

const problemSchema: Json = {
  type: 'object',
  title: 'Problem details (RFC 9457)',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'urn:guitu:problem:<code>, or urn:guitu:refusal:<code> where a rule of the case refuses' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What to do' },
    code: { type: 'string' },
    instance: { type: 'string', format: 'uri', description: 'The request' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'pointer', 'rule', 'fix'],
        properties: { in: { enum: ['body', 'query', 'path', 'header'] }, pointer: { type: 'string', description: 'JSON Pointer (RFC 6901)' }, rule: { type: 'string' }, fix: { type: 'string' } },
      },
    },
    facts: {
      type: 'array',
      description: 'Recorded events that stand against the command',
      items: { type: 'object', required: ['eventId', 'name', 'occurredAt'], properties: { eventId: { type: 'string', format: 'uuid' }, name: { type: 'string' }, occurredAt: { type: 'string', format: 'date-time' } } },
    },
  },
};

/** The OpenAPI 3.1 document of a service, from the same routes that validate its requests. */
export function buildOpenApi({ name, title, version = '0.1.0', routes, tokenUrl = '/oauth/token' }: Documented): Json {
  const paths: Record<string, Json> = {};
  const schemas: Record<string, Json> = { Problem: problemSchema };
  const schemaOf = schemaWriter(schemas);
  for (const route of routes) {
    const path = route.path.replaceAll(/:([A-Za-z]+)/gu, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(schemaOf, route);
  }
  const tags = [...new Set(routes.flatMap((route) => (route.tag === undefined ? [] : [route.tag])))];
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: `Guitu 归途: ${title.en}`, 'x-title-zh': title.zh, version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: tags.map((tag) => ({ name: tag })),
    paths,
    components: {
      schemas,
      parameters,
      securitySchemes: {
        token: { type: 'oauth2', description: `Audience: ${audienceOf(name)}`, flows: { clientCredentials: { tokenUrl, scopes: { supervisor: 'may close what takes a supervisor', 'sample-clock': 'may send Guitu-Now in sample mode' } } } },
      },
    },
  };
}
