import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOperatorLog, operatorLogFile } from './operator-log.js';
import type { OperatorEntry } from './operator-log.js';

test('behind a line that a crash or a full disk cut off the next one is whole', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'guitu-operator-'));
  try {
    const file = operatorLogFile(directory);
    const entry = (action: string): OperatorEntry => ({ at: '2026-01-15T10:00:00.000Z', action, who: 'root', verb: 'rebuild', outcome: 'begun' });
    const log = openOperatorLog(file);
    log.record(entry('first'));
    await writeFile(file, JSON.stringify(entry('cut off')).slice(0, 40), { flag: 'a' });
    for (const action of ['second', 'third']) log.record(entry(action));
    expect(await log.read()).toEqual(['first', 'second', 'third'].map(entry));
  } finally {
    await rm(directory, { recursive: true });
  }
});
