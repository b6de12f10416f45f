import { randomUUID } from 'node:crypto';
import { startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { send } from './http.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

const always: Readonly<Record<string, RegExp>> = {
  'cache-control': /^no-store$/u,
  'content-security-policy': /^default-src 'none'; (?:script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'[^;]*; base-uri 'none'; form-action 'none'; )?frame-ancestors 'none'$/u,
  'cross-origin-opener-policy': /^same-origin$/u,
  'cross-origin-resource-policy': /^same-origin$/u,
  'referrer-policy': /^no-referrer$/u,
  'x-content-type-options': /^nosniff$/u,
  'x-frame-options': /^DENY$/u,
  'x-request-id': /^[0-9a-f-]{36}$/u,
};

/** Headers that are not as they should be. */
const faults = (headers: Readonly<Record<string, string | undefined>>, exempt: readonly string[] = []): readonly string[] => [
  ...Object.entries(always).flatMap(([name, pattern]) => (exempt.includes(name) || pattern.test(headers[name] ?? '') ? [] : [`${name}: ${headers[name] ?? 'missing'}`])),
  ...['server', 'x-powered-by'].filter((name) => headers[name] !== undefined),
];

test('every endpoint of every service answers with the security headers, whoever asks and however', async () => {
  const found: string[] = [];
  let asked = 0;
  for (const [service, endpoints] of Object.entries(hub.hub.endpoints)) {
    const base = hub.hub.urls[service as keyof typeof hub.hub.urls];
    const page = (await send({ method: 'GET', url: `${base}/docs` })).text;
    const [, asset = ''] = /src="(docs\/[^"]+)"/u.exec(page) ?? [];
    expect(endpoints.length).toBeGreaterThan(6);
    for (const { method, path } of endpoints) {
      const isAsset = path.startsWith('/docs/');
      const url = `${base}${isAsset ? `/${asset}` : path.replaceAll(/:\w+/gu, () => randomUUID())}`;
      const sendings = [{ method, url }, { method, url, headers: { authorization: 'Bearer guessed', 'content-type': 'application/json' }, body: '{' }, { method: 'PUT', url }, { method: 'GET', url: `${url}/nowhere` }];
      for (const sending of sendings) {
        const { status, headers } = await send(sending);
        asked += 1;
        // What a browser may keep is scripts and styles of the page, under an address that changes with them.
        const kept = isAsset && status === 200;
        found.push(...faults(headers, kept ? ['cache-control'] : []).map((fault) => `${sending.method} ${service} ${path} ${status}: ${fault}`));
        if (kept) expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      }
    }
  }
  expect(found).toEqual([]);
  expect(asked).toBeGreaterThan(1_000);
}, 60_000);
