import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operatorSocket } from '@guitu/service-kit/operator';
import { askHub } from './ask-hub.js';
import { CommandError } from './exit.js';
import { createTerminal } from './terminal.js';

/** What `askHub` makes of a hub that answers like this. */
async function askedOf(answer: (response: ServerResponse) => void): Promise<CommandError> {
  const directory = await mkdtemp(join(tmpdir(), 'guitu-ask-'));
  const { folder, path } = operatorSocket(directory);
  await mkdir(folder);
  const server = createServer((_message, response) => answer(response)).listen(path);
  await once(server, 'listening');
  try {
    const error: unknown = await askHub('projections', {}, createTerminal({ GUITU_DATA: directory }, process.stdout, process.stderr)).catch((caught: unknown) => caught);
    if (error instanceof CommandError) return error;
    throw new Error('it was taken for an answer');
  } finally {
    server.close();
    server.closeAllConnections();
    await rm(directory, { recursive: true });
  }
}

test('a hub that ends in the middle of its answer is told so, with the cause', async () => {
  const error = await askedOf((response) => {
    response.write('{"warning":"one moment"}\n', () => response.destroy());
  });
  expect([error.exit, error.message]).toEqual([1, expect.stringContaining('ended before it answered')]);
  expect(error.cause).toMatchObject({ code: 'ECONNRESET' });
});

test('a line that is no JSON is not taken for the end of the hub', async () => {
  const error = await askedOf((response) => response.end('<html>\n'));
  expect([error.exit, error.message]).toEqual([1, expect.stringContaining('not JSON')]);
  expect(error.cause).toBeInstanceOf(SyntaxError);
});

test('what does not have its form is told in words of the command, not of an interface that an operator never sees', async () => {
  const errors = [{ in: 'body', pointer: '/id', rule: 'format-regex', fix: 'Does not have the form that the API document gives.' }, { in: 'body', pointer: '/division', rule: 'gbt-2260', fix: 'Send a six-digit code of GB/T 2260.' }];
  const error = await askedOf((response) => response.writeHead(422).end(`${JSON.stringify({ title: 'x', status: 422, errors })}\n`));
  expect([error.exit, error.message]).toEqual([2, 'The hub did not take the command: id: Does not have its form. division: Send a six-digit code of GB/T 2260. See --help.']);
});
