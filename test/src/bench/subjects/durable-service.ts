import { commandDefinition } from '@guitu/contracts';
import { openSqliteStore } from '@guitu/event-store';
import { commandRoute, createService, createVerifier, localKeys, silentLogger, systemRuntime, temporarySigningKey } from '@guitu/service-kit';
import { serve } from '../processes/serve.js';

export interface DurableServiceOptions {
  /** File of the log. */
  readonly file: string;
}

const issuer = 'urn:guitu:bench';

// A service of the kit with one route: the token is verified, the body validated, and its JSON appended durably. Nothing else: no case, no rules, no keys.
serve(async ({ file }: DurableServiceOptions) => {
  const store = await openSqliteStore({ file });
  const key = await temporarySigningKey();
  const route = commandRoute({
    path: '/echo', operationId: 'echo', summary: { zh: '回显', en: 'Echo' }, roles: ['station'], responses: {},
    request: { body: commandDefinition('admitted').body },
    handler: async ({ body, idempotencyKey }) => {
      const text = JSON.stringify(body);
      await store.append(`case-${idempotencyKey}`, [{ id: idempotencyKey, type: 'bench', bytes: Buffer.from(text) }], { expected: 'no-stream' });
      return { body: text };
    },
  });
  const service = createService({ name: 'bench', title: { zh: '测量', en: 'Bench' }, routes: [route], runtime: systemRuntime, logger: silentLogger, rates: { organisation: 1_000_000, stranger: 100 }, verifier: createVerifier({ service: 'bench', issuer, keys: localKeys(key.jwks), runtime: systemRuntime }) });
  const running = await service.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: () => running.url,
    token: () => {
      const now = systemRuntime.realNow();
      return key.sign({ org: 'station-baoji', role: 'station', division: '610300', client_id: 'bench', aud: ['guitu-bench'] }, { issuer, issuedAt: now, expiresAt: now + 24 * 3_600_000, id: systemRuntime.uuid() });
    },
    close: async () => {
      await running.close();
      await store.close();
    },
  };
});
