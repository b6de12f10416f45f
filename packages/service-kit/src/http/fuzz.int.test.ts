import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { newCase, startTestHub } from '../testing/index.js';
import type { TestHub } from '../testing/index.js';

type Json = Record<string, unknown>;
let hub: TestHub;
let caseId: string;
let operations: { readonly path: string; readonly members: Record<string, Json> }[];
beforeAll(async () => {
  hub = await startTestHub({ sample: true });
  ({ caseId } = await newCase(hub));
  const { paths } = hub.service.openApi() as { paths: Record<string, { post: { requestBody: { content: Record<string, { schema: { properties?: Record<string, Json> } }> } } }> };
  operations = Object.entries(paths).map(([path, { post }]) => ({ path, members: post.requestBody.content['application/json']?.schema.properties ?? {} }));
});
afterAll(() => hub.close());

/** A value that may fit a member: from its enum, of its type, or anything at all. */
function valueFor(member: Json): fc.Arbitrary<unknown> {
  const likely: fc.Arbitrary<unknown>[] = [fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('', '\u0000', '\ud800', '2013-02-30', '9999-12-31T23:59:59Z', '+275760-09-13', 1e308, -1, null)];
  if (Array.isArray(member['enum'])) likely.push(fc.constantFrom(...(member['enum'] as unknown[])));
  if (member['type'] === 'string') likely.push(fc.uuid(), fc.constantFrom('baoji-station', '610300', '2013-01-01', '2013-01-01T00:00:00Z'));
  if (member['type'] === 'object') likely.push(fc.record(Object.fromEntries(Object.entries((member['properties'] ?? {}) as Record<string, Json>).map(([name, part]) => [name, valueFor(part)])), { requiredKeys: [] }));
  if (member['type'] === 'array') likely.push(fc.array(valueFor((member['items'] ?? {}) as Json), { maxLength: 3 }));
  return fc.oneof(...likely);
}

const request = () =>
  fc.nat(operations.length - 1).chain((place) => {
    const { path, members } = operations[place]!;
    return fc.record({
      path: fc.constant(path),
      body: fc.oneof(
        { weight: 8, arbitrary: fc.record(Object.fromEntries(Object.entries(members).map(([name, member]) => [name, valueFor(member)])), { requiredKeys: [] }).map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: fc.json() },
        { weight: 1, arbitrary: fc.constantFrom('', '{', 'null', '{"__proto__":{"a":1}}', '{"constructor":1}', `{"identity":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`) },
      ),
      at: fc.oneof({ weight: 6, arbitrary: fc.constant(caseId) }, { weight: 1, arbitrary: fc.constantFrom('%00', '%ff', '..', 'x'.repeat(5_000), caseId.toUpperCase()) }),
      headers: fc.record(
        {
          'guitu-user': fc.string({ maxLength: 120 }).map((text) => encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/gu, ''))),
          'guitu-now': fc.constantFrom('2013-01-01T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 'x'),
          'if-match': fc.constantFrom('*', '"0"', 'W/"0"', '"', ','),
          traceparent: fc.constantFrom('00-0-0-0', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'),
          'accept-language': fc.constantFrom('en', 'zh', ';;q', '*;q=0'),
        },
        { requiredKeys: [] },
      ),
    });
  });

test('nothing that can be sent makes a service fail', async () => {
  const tokens = await Promise.all((['baoji-police', 'baoji-station', 'baoji-hospital', 'baoji-care', 'baoji-office'] as const).map((id) => hub.token(id, { scope: 'sample-clock' })));
  await fc.assert(
    fc.asyncProperty(request(), fc.constantFrom(...tokens), async ({ path, body, at, headers }, token) => {
      const answer = await fetch(hub.running.url + path.replace('{caseId}', at), { method: 'POST', body, headers: { ...headers, authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() } });
      const text = await answer.text();
      expect(answer.status).toBeLessThan(500);
      if (answer.status >= 400) expect(JSON.parse(text)).toMatchObject({ status: answer.status, title: expect.any(String) as string, detail: expect.any(String) as string });
    }),
    { numRuns: process.env['GUITU_LONG'] === '1' ? 20_000 : 600, verbose: 1 }, // a failure prints its seed
  );
});
