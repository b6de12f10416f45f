import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRuntime } from '@guitu/service-kit';
import type { Ended } from './child.js';
import { supervise } from './supervise.js';
import type { Supervised } from './supervise.js';

let directory: string;
let supervised: Supervised | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'guitu-supervise-'));
});
afterEach(async () => {
  await supervised?.stop('SIGKILL');
  await rm(directory, { recursive: true });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await systemRuntime.sleep(5);
}
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Supervises a script that runs until it is stopped, and says its pid. */
async function watched(body: string, again = true) {
  const script = join(directory, 'child.mjs');
  await writeFile(script, body);
  const lines: string[] = [];
  const deaths: Ended[] = [];
  supervised = supervise({
    script, environment: { PATH: process.env['PATH'] }, runtime: systemRuntime,
    onLine: (line) => void lines.push(line),
    onDeath: (ended) => {
      deaths.push(ended);
      return again;
    },
  });
  return { lines, deaths, one: supervised };
}
const staying = "console.log(process.pid); setInterval(() => undefined, 1000); process.on('SIGTERM', () => process.exit(0));";

test('a process that is killed is started again', async () => {
  const { lines, deaths } = await watched(staying);
  await until(() => lines.length === 1);
  process.kill(Number(lines[0]), 'SIGKILL');
  await until(() => lines.length === 2);
  expect(deaths).toEqual([{ code: null, signal: 'SIGKILL' }]);
  expect(lines[1]).not.toBe(lines[0]);
});

test('one that fails at once is started again after longer and longer, and tells what it wrote each time', async () => {
  const script = join(directory, 'child.mjs');
  await writeFile(script, "console.error('no'); process.exit(1);");
  const pauses: number[] = [];
  const lines: string[] = [];
  supervised = supervise({
    script, environment: {}, onLine: (line) => void lines.push(line), onDeath: () => pauses.length < 6,
    runtime: { realNow: () => 0, sleep: (milliseconds) => (pauses.push(milliseconds), Promise.resolve()) },
  });
  await until(() => lines.length === 7);
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000]);
});

test('one that is stopped stays stopped until it is started', async () => {
  const { lines, deaths, one } = await watched(staying);
  await until(() => lines.length === 1);
  await one.stop();
  expect([one.pid(), alive(Number(lines[0]))]).toEqual([0, false]);
  one.start();
  await until(() => lines.length === 2);
  expect(deaths).toEqual([]);
});

test('one that its supervisor leaves alone can be started by hand', async () => {
  const { lines, deaths, one } = await watched(staying, false);
  await until(() => lines.length === 1);
  process.kill(one.pid(), 'SIGKILL');
  await until(() => deaths.length === 1);
  await until(() => one.pid() === 0);
  one.start();
  await until(() => lines.length === 2);
});

test('a supervisor that is killed leaves nothing behind', async () => {
  const pidFile = join(directory, 'pid');
  await writeFile(join(directory, 'leaf.mjs'), `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); process.on('disconnect', () => process.exit(0)); setInterval(() => undefined, 1000);`);
  const supervisor = `import { supervise } from ${JSON.stringify(new URL('./supervise.js', import.meta.url).href)}; import { systemRuntime } from ${JSON.stringify(import.meta.resolve('@guitu/service-kit'))};
    supervise({ script: ${JSON.stringify(join(directory, 'leaf.mjs'))}, environment: {}, runtime: systemRuntime, onLine: () => undefined, onDeath: () => true }); console.log('up');`;
  const { lines, one } = await watched(supervisor, false);
  await until(() => lines.length === 1);
  const leaf = async (): Promise<number> => Number(await readFile(pidFile, 'utf8').catch(() => '0'));
  while ((await leaf()) === 0) await systemRuntime.sleep(5);
  const pid = await leaf();
  await one.stop('SIGKILL');
  await until(() => !alive(pid));
});
