import { commands } from '@guitu/contracts';
import { problems } from '../problems/index.js';
import { startTestHub } from '../testing/index.js';
import type { TestHub } from '../testing/index.js';

type Json = Record<string, unknown>;
let hub: TestHub;
let document: { openapi: string; paths: Record<string, Record<string, Json>>; components: Json };
beforeAll(async () => {
  hub = await startTestHub();
  document = (await (await fetch(`${hub.running.url}/openapi.json`)).json()) as typeof document;
});
afterAll(() => hub.close());

const operations = () => Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

describe('the OpenAPI document', () => {
  test('has every route, each under an id of its own, titled in both languages', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations()).toHaveLength(hub.service.routes.length);
    expect(new Set(operations().map(({ operation }) => operation['operationId'])).size).toBe(hub.service.routes.length);
    for (const { operation } of operations()) expect(operation).toMatchObject({ summary: expect.any(String) as string, 'x-summary-zh': expect.stringMatching(/\p{Script=Han}/u) as string });
  });

  test('names the parameters of each path', () => {
    for (const { path, operation } of operations()) {
      const inPath = (operation['parameters'] as Json[]).filter((parameter) => parameter['in'] === 'path').map(({ name }) => `{${String(name)}}`);
      expect(path.match(/\{\w+\}/gu) ?? []).toEqual(inPath);
    }
  });

  test('lists every answer that the design fixes', () => {
    for (const { operation } of operations()) expect(Object.keys(operation['responses'] as Json)).toEqual(expect.arrayContaining(['400', '401', '403', '409', '412', '413', '415', '422', '500', '503']));
  });

  test('names each problem at the operations that can answer with it, but for those that no operation has', () => {
    const named = operations().map(({ operation }) => Object.values(operation['responses'] as Record<string, { description: string }>).map(({ description }) => description).join('; '));
    const codes = Object.keys(problems).filter((code) => !named.some((text) => ` ${text}`.includes(` ${code}: `)));
    expect(codes).toEqual(['http-invalid', 'no-such-route', 'not-found', 'method-not-allowed', 'request-timeout', 'headers-too-large']);
    // While what it stands on is being built or is far behind.
    expect(named.filter((text) => !text.includes('not-ready: '))).toEqual([]);
  });

  test('says of every member of a body what it is in both languages, and of which data class', () => {
    for (const { operation } of operations()) {
      const { properties = {}, additionalProperties } = ((operation['requestBody'] as Json)['content'] as Record<string, { schema: { properties?: Record<string, Json>; additionalProperties: boolean } }>)['application/json']!.schema;
      expect(additionalProperties).toBe(false);
      for (const property of Object.values(properties)) expect(property).toMatchObject({ title: expect.any(String) as string, 'x-title-zh': expect.any(String) as string, 'x-data-class': expect.any(String) as string });
    }
    expect(operations().length).toBeGreaterThan(commands.size);
  });

  test('has no reference that leads nowhere', () => {
    const text = JSON.stringify(document);
    for (const [, kind = '', name = ''] of text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/gu)) expect((document.components[kind] as Json)[name]).toBeDefined();
    for (const [, target] of text.matchAll(/"\$ref":"([^"]+)"/gu)) expect(target).toMatch(/^#\/components\//u);
  });
});
