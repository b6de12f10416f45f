import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tracingChannel } from 'node:diagnostics_channel';
import { vaultOperations } from '../channels.js';
import type { VaultTrace } from '../channels.js';
import { auditor } from '../testing/callers.js';
import { item } from '../testing/items.js';
import { expectVaultError } from '../testing/refusing-cases.js';
import { VaultError } from '../vault-error.js';
import type { RemoteVaultOptions, VaultTokens } from './remote-vault.js';
import { remoteVault } from './remote-vault.js';

type Handler = (request: IncomingMessage, response: ServerResponse, place: { readonly connection: number; readonly request: number }) => void;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Something that listens where a vault should, and says to everything what it is told to. */
async function pretender(handler: Handler) {
  const connections: Socket[] = [];
  let requests = 0;
  const server = createServer((request, response) => handler(request, response, { connection: connections.indexOf(request.socket), request: (requests += 1) }));
  server.on('connection', (socket) => connections.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, count: () => ({ connections: connections.length, requests }) };
}

const tokens: VaultTokens = { token: () => Promise.resolve('token'), drop: () => undefined };
function vaultAt(url: string, options: Partial<RemoteVaultOptions> = {}) {
  const vault = remoteVault({ url, tokens, ...options });
  closing.push(() => vault.close());
  return vault;
}
const found = JSON.stringify({ answers: [{ answer: ['a'] }] });
const query = { kind: 'name', value: '王' } as const;

describe('a vault elsewhere', () => {
  test('that is away is so at once, and is back without a word', async () => {
    const { url } = await pretender((_request, response) => response.end(found));
    const gone = new URL(url);
    const vault = vaultAt(url);
    expect(await vault.find(query)).toEqual(['a']);
    for (const close of closing.splice(0, 1)) await close();
    await expectVaultError(vault.find(query), 'vault-unavailable', true);
    await expectVaultError(vault.probe(), 'vault-unavailable', true);
    const server = createServer((_request, response) => response.end(found)).listen(Number(gone.port), '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => void server.close());
    expect(await vault.find(query)).toEqual(['a']);
  });

  test('that does not answer is given up after its time, with all who wait behind', async () => {
    const { url, count } = await pretender(() => undefined);
    const vault = vaultAt(url, { timeoutMs: 100, connections: 1 });
    const first = vault.find(query);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([expectVaultError(first, 'vault-unavailable', true), expectVaultError(vault.find(query), 'vault-unavailable', true)]);
    expect(count().requests).toBe(1);
  });

  test('is asked once more where it had closed the connection that the question was sent on, and by another connection', async () => {
    const { url, count } = await pretender((request, response, { connection, request: number }) => {
      if (connection === 0 && number > 1) request.socket.resetAndDestroy();
      else response.end(found);
    });
    const vault = vaultAt(url);
    expect(await vault.find(query)).toEqual(['a']);
    expect(await vault.find(query)).toEqual(['a']);
    expect(count()).toEqual({ connections: 2, requests: 3 });
  });

  test('that breaks off a connection which it has just taken is away: it is not asked again', async () => {
    const { url, count } = await pretender((request) => void request.socket.resetAndDestroy());
    await expectVaultError(vaultAt(url).find(query), 'vault-unavailable', true);
    expect(count().requests).toBe(1);
  });

  test('that refuses a token is asked with a new one, once', async () => {
    const { url } = await pretender((request, response) => {
      if (request.headers.authorization !== 'Bearer token-2') response.statusCode = 401;
      response.end(found);
    });
    const given: string[] = [];
    const numbered = (): VaultTokens => {
      let [number, held] = [0, ''];
      return {
        token: () => {
          if (held === '') given.push((held = `token-${(number += 1)}`));
          return Promise.resolve(held);
        },
        drop: () => void (held = ''),
      };
    };
    const vault = vaultAt(url, { tokens: numbered() });
    expect([await vault.find(query), await vault.find(query)]).toEqual([['a'], ['a']]);
    expect(given).toEqual(['token-1', 'token-2']);
    const stubborn = await pretender((_request, response) => {
      response.statusCode = 401;
      response.end();
    });
    await expectVaultError(vaultAt(stubborn.url, { tokens: numbered() }).find(query), 'not-allowed', true);
    expect(stubborn.count().requests).toBe(2);
  });

  test.each([
    ['away', Object.assign(new Error('away'), { code: 'ECONNREFUSED' }), 'vault-unavailable', true],
    ['in trouble', Object.assign(new Error('503'), { status: 503 }), 'vault-unavailable', true],
    ['not giving this service a token', Object.assign(new Error('401'), { status: 401 }), 'not-allowed', true],
  ] as const)('cannot be asked while the issuer is %s', async (_what, error, code, retriable) => {
    const { url } = await pretender((_request, response) => response.end(found));
    const vault = vaultAt(url, { tokens: { token: () => Promise.reject(error), drop: () => undefined } });
    await expectVaultError(vault.find(query), code, retriable);
    await expectVaultError(vault.probe(), code, retriable);
  });

  test.each([
    [403, '', 'not-allowed', true],
    [413, '', 'invalid-value', false],
    [422, '', 'invalid-value', false],
    [500, '', 'vault-unavailable', true],
    [503, '', 'vault-unavailable', true],
    [200, '<html>', 'vault-unavailable', true],
    [200, 'null', 'vault-unavailable', true],
    [200, '{"answers":[]}', 'vault-unavailable', true],
    [200, '{"answers":[{"problem":{"code":"of-tomorrow","title":"?"}}]}', 'vault-unavailable', true],
    [200, '{"answers":[{"problem":{"code":"vault-corrupt","title":"keys.db is damaged"}}]}', 'vault-corrupt', false],
  ] as const)('that says %d %s is %s', async (status, body, code, retriable) => {
    const { url } = await pretender((_request, response) => {
      response.statusCode = status;
      response.end(body);
    });
    await expectVaultError(vaultAt(url).find(query), code, retriable);
  });

  test('that answers with fewer blobs than it was given to seal has sealed nothing', async () => {
    const { url } = await pretender((_request, response) => response.end(JSON.stringify({ answers: [{ answer: [] }] })));
    await expectVaultError(vaultAt(url).seal([item('a', 'identity', 1)]), 'vault-unavailable', true);
  });

  test('tells whoever listens of every call how much was asked and how it ended, as the one in this process does', async () => {
    const told: string[] = [];
    const listeners = { start: (trace: VaultTrace) => void told.push(JSON.stringify(trace)), end: () => {}, asyncStart: () => {}, asyncEnd: () => {}, error: ({ error }: { error: unknown }) => void told.push(error instanceof VaultError ? error.code : 'else') };
    for (const operation of vaultOperations) tracingChannel<unknown, VaultTrace>(`guitu.vault.${operation}`).subscribe(listeners);
    closing.push(() => vaultOperations.forEach((operation) => void tracingChannel<unknown, VaultTrace>(`guitu.vault.${operation}`).unsubscribe(listeners)));
    const vault = vaultAt('http://127.0.0.1:9');
    const two = [item('a', 'identity', { name: '王' }), item('b', 'identity', 2)];
    const calls = [vault.seal(two), vault.fingerprint('a', { name: '王' }), vault.index([{ personId: 'a', ...query }]), vault.find(query), vault.open([], auditor)];
    for (const call of calls) await expectVaultError(call, 'vault-unavailable', true);
    const call = (operation: string, items: number) => JSON.stringify({ operation, items });
    expect(told).toEqual([call('seal', 2), call('fingerprint', 1), call('index', 1), call('find', 1), call('open', 0), ...Array<string>(5).fill('vault-unavailable')]);
  });
});
