import { connect } from 'node:net';
import { z } from 'zod';
import { queryRoute } from '../index.js';
import { startTestHub } from '../testing/index.js';
import type { TestHub } from '../testing/index.js';
import { always } from './send.js';

const words = { zh: '测试', en: 'Test' };
const route = (name: string, handler: () => Promise<object>) => queryRoute({ path: `/${name}`, operationId: `test.${name}`, summary: words, roles: ['police'], responses: { 200: { description: words, schema: z.object({}) } }, handler });
let hub: TestHub;
beforeAll(async () => {
  async function* lines() {
    yield await Promise.resolve({ line: 1 });
  }
  hub = await startTestHub({ routes: [route('works', () => Promise.resolve({ body: {} })), route('breaks', () => Promise.reject(new Error('unforeseen'))), route('lines', () => Promise.resolve({ lines: lines() }))] });
});
afterAll(() => hub.close());

/** The head of the first answer to these bytes. */
function headOf(bytes: string): Promise<{ readonly status: number; readonly headers: Headers }> {
  return new Promise((resolve, reject) => {
    const socket = connect(hub.running.port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      socket.destroy();
      const [first = '', ...lines] = (text.split('\r\n\r\n')[0] ?? '').split('\r\n');
      resolve({ status: Number(first.split(' ')[1]), headers: new Headers(lines.map((line) => line.split(': ', 2) as [string, string])) });
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed without an answer')));
  });
}

describe('every answer has the headers that keep it from browsers and caches', () => {
  const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
  test.each([
    ['what works', 200, (token: string) => get('/works', `Authorization: Bearer ${token}\r\n`)],
    ['a head alone', 200, (token: string) => get('/works', `Authorization: Bearer ${token}\r\n`).replace('GET', 'HEAD')],
    ['lines', 200, (token: string) => get('/lines', `Authorization: Bearer ${token}\r\n`)],
    ['what breaks', 500, (token: string) => get('/breaks', `Authorization: Bearer ${token}\r\n`)],
    ['what the client has', 304, (token: string) => get('/works', `Authorization: Bearer ${token}\r\nIf-None-Match: "RBNvo1WzZ4oRRq0W9-hknpT7T8I"\r\n`)],
    ['no token', 401, () => get('/works')],
    ['no route', 404, () => get('/nowhere')],
    ['another method', 405, () => 'DELETE /works HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a path that cannot be decoded', 404, () => get('/%zz')],
    ['an expectation that nobody knows', 401, () => get('/works', 'Expect: a-miracle\r\n')],
    ['an upgrade', 401, () => get('/works', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')],
    ['no host', 400, () => 'GET /works HTTP/1.1\r\n\r\n'],
    ['no HTTP at all', 400, () => 'nonsense\r\n\r\n'],
    ['headers that are too large', 431, () => get('/works', `X: ${'x'.repeat(20_000)}\r\n`)],
  ] as const)('%s: %d', async (_what, status, bytes) => {
    const answer = await headOf(bytes(await hub.token('baoji-police')));
    const found = Object.fromEntries(Object.keys(always).map((name) => [name, answer.headers.get(name)]));
    expect({ status: answer.status, ...found }).toEqual({ status, ...always });
    expect([answer.headers.get('server'), answer.headers.get('x-powered-by')]).toEqual([null, null]);
  });
});
