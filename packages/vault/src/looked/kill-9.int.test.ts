import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openVault } from '../open-vault.js';
import { auditor } from '../testing/callers.js';
import { personOf } from '../testing/crash-work.js';
import { removeTemporaryDirectories, temporaryDirectory } from '../testing/places.js';

afterAll(removeTemporaryDirectories);

const child = fileURLToPath(new URL('../testing/looking-child.js', import.meta.url));
const together = 3;

/** Numbers of those who were answered before the process killed itself. */
function answeredBefore(directory: string, moment: 'start' | 'end', times: number): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, directory, moment, String(times)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    running.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    running.on('error', reject);
    running.on('close', (_, signal) => (signal === 'SIGKILL' ? resolve(text.split('\n').slice(0, -1).map(Number)) : reject(new Error('the child ended by itself'))));
  });
}

async function onRecord(directory: string): Promise<readonly string[]> {
  const vault = await openVault({ directory, realNow: Date.now });
  try {
    const { looks } = await vault.looks({ limit: 100, organisation: 'baoji-station' }, auditor);
    return looks.flatMap(({ seen }) => seen.map(({ personId }) => personId)).sort();
  } finally {
    await vault.close();
  }
}

const first = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number);

describe('kill -9 while somebody looks', () => {
  test.each([1, 4])('between the record and the answer leaves a record of a look that nobody had, and none without (after %d commits)', async (times) => {
    const directory = temporaryDirectory();
    const answered = await answeredBefore(directory, 'end', times);
    expect(answered).toEqual(first(together * (times - 1)));
    expect(await onRecord(directory)).toEqual(first(together * times).map(personOf).sort());
  });

  test('before the record leaves neither record nor answer', async () => {
    const directory = temporaryDirectory();
    const answered = await answeredBefore(directory, 'start', 3);
    expect(answered).toEqual(first(together * 2));
    expect(await onRecord(directory)).toEqual(first(together * 2).map(personOf).sort());
  });
});
