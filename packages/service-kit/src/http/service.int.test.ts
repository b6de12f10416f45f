import { request } from 'node:http';
import { dirname } from 'node:path/posix';
import { commandRoute, createService, queryRoute, silentLogger, systemRuntime } from '../index.js';
import type { Route } from '../index.js';
import { z } from 'zod';
import { get, newCase, post, startTestHub } from '../testing/index.js';
import type { TestHub } from '../testing/index.js';

const words = { zh: '测试', en: 'Test' };
let hub: TestHub;
let ready = true;
let release: () => void = () => {};
const slow: Route = queryRoute({
  path: '/slow/:name', operationId: 'test.slow', summary: words, roles: ['police'], responses: { 200: { description: words, schema: z.object({ name: z.string() }) } },
  request: { params: z.strictObject({ name: z.string() }), query: z.strictObject({ wait: z.stringbool().default(false), limit: z.coerce.number().int().max(10).optional() }) },
  handler: async ({ params, query }) => {
    if (query.wait) await new Promise<void>((resolve) => (release = resolve));
    return { body: { name: params.name, limit: query.limit } };
  },
});
beforeAll(async () => {
  hub = await startTestHub({ routes: [slow], readiness: [{ name: 'mood', check: () => ready }, { name: 'store', check: async () => true }] });
});
afterAll(() => hub.close());

describe('a service', () => {
  test('is ready when all that it needs is', async () => {
    expect(await get(hub, '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await get(hub, '/readyz')).toMatchObject({ status: 200, body: { status: 'ready', checks: { mood: true, store: true } } });
    ready = false;
    expect(await get(hub, '/readyz')).toMatchObject({ status: 503, body: { status: 'not-ready', checks: { mood: false, store: true } } });
    ready = true;
  });

  test('counts requests and commands by outcome', async () => {
    const { caseId } = await newCase(hub);
    await post(hub, `/cases/${caseId}/referral-sent`, {});
    const text = await (await fetch(`${hub.running.url}/metrics`)).text();
    expect(text).toContain('guitu_commands_total{operation="test.open.found",outcome="accepted",service="test"} 1');
    expect(text).toContain('guitu_commands_total{operation="test.referral-sent",outcome="invalid",service="test"} 1');
    expect(text).toContain('guitu_http_request_seconds_bucket');
    expect(text).not.toContain(caseId);
  });

  test('tags what it answers, and answers 304 to who has it', async () => {
    const first = await get(hub, '/slow/x?limit=3');
    expect(first.body).toEqual({ name: 'x', limit: 3 });
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{27}"$/u);
    expect(await get(hub, '/slow/x?limit=3', { headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, body: {} });
  });

  test('checks query parameters like bodies', async () => {
    expect(await get(hub, '/slow/x?limit=99&colour=red')).toMatchObject({ status: 422, body: { errors: [{ in: 'query', pointer: '/limit', rule: 'maximum' }, { in: 'query', pointer: '/colour', rule: 'unknown-member' }] } });
  });

  test('says in one line that its port is taken', async () => {
    await expect(hub.service.listen({ host: '127.0.0.1', port: hub.running.port })).rejects.toThrow(`Port ${hub.running.port} is in use, so the service "test" cannot start. Stop the other program, or set GUITU_PORT_BASE to another number.`);
  });

  test('refuses two routes at one address', () => {
    const route = commandRoute({ path: '/x', operationId: 'x', summary: words, roles: ['police'], responses: {}, request: { body: z.strictObject({}) }, handler: async () => ({ body: {} }) });
    expect(() => createService({ name: 'x', title: words, routes: [route, route], runtime: systemRuntime, logger: silentLogger, verifier: { knows: () => false, verify: () => Promise.reject(new Error()) } })).toThrow('two routes');
  });

  test('shows its operations on a page of files of its own, which a browser may keep for ever and under no other address', async () => {
    const response = await fetch(`${hub.running.url}/docs`);
    const page = await response.text();
    expect(page).toContain('测试');
    expect(page).not.toMatch(/https?:\/\//u);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/u);
    const files = [...page.matchAll(/(?:src|href)="(docs\/[^"]+)"/gu)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(4);
    for (const file of files) {
      const asset = await fetch(`${hub.running.url}/${file}`);
      expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
      expect((await asset.text()).length).toBeGreaterThan(10);
      expect((await fetch(`${hub.running.url}/${file.replace(/docs\/\w+/u, 'docs/old')}`)).status).toBe(404);
    }
    for (const path of ['package.json', '..%2fpackage.json', '%2e%2e%2f..%2fpackage.json']) expect((await fetch(`${hub.running.url}/${dirname(files[0] ?? '')}/${path}`)).status).toBe(404);
  });

  test('that stops finishes what it has begun, and takes nothing new', async () => {
    const other = await startTestHub({ routes: [slow] });
    const authorization = `Bearer ${await other.token('baoji-police')}`;
    const answer = new Promise<number | undefined>((resolve, reject) => {
      request(`${other.running.url}/slow/x?wait=true`, { headers: { authorization } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject).end();
    });
    const before = release;
    while (release === before) await new Promise((resolve) => setImmediate(resolve));
    const closed = other.running.close();
    await expect(fetch(`${other.running.url}/healthz`)).rejects.toThrow();
    release();
    expect(await answer).toBe(200);
    await closed;
    await other.close();
  });
});
