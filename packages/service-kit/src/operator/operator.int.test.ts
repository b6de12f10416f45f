import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createLogger } from '../logger.js';
import { systemRuntime } from '../runtime.js';
import { z } from 'zod';
import { verbPath, whoHeader } from './lines.js';
import { startOperator } from './operator.js';
import { operatorSocket } from './socket-path.js';
import { operatorVerb } from './verb.js';

test('a name that cannot be decoded does not keep an operator from the work', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'guitu-operator-'));
  const work = operatorVerb({ name: 'work', input: z.strictObject({}), run: (_input, { who }) => Promise.resolve({ who }) });
  const operator = await startOperator({ dataDirectory, verbs: () => [work], runtime: systemRuntime, logger: createLogger({ service: 'operator', level: 'silent', destination: process.stderr }) });
  try {
    for (const [name, who] of [['%zz', 'unknown'], [encodeURIComponent('李秀英'), '李秀英']] as const) {
      const outgoing = request({ socketPath: operatorSocket(dataDirectory).path, path: verbPath('work'), method: 'POST', headers: { 'Content-Type': 'application/json', 'Content-Length': 2, [whoHeader]: name } });
      outgoing.end('{}');
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
      expect(JSON.parse(await text(answer))).toEqual({ done: { who } });
    }
    expect(await readFile(join(dataDirectory, 'operator-log.ndjson'), 'utf8')).toMatch(/"who":"unknown"/u);
  } finally {
    await operator.close();
    await rm(dataDirectory, { recursive: true });
  }
});
