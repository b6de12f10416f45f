import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LeftOut } from './left-out.js';
import { UsageError, parseOptions, usage } from './options.js';
import type { Options } from './options.js';
import { brokersIn } from './processes/brokers.js';
import { readBaseline, saveBaseline } from './report/baseline.js';
import { gate } from './report/gate.js';
import { describeMachine, loadNow } from './report/machine.js';
import { publish } from './report/publish.js';
import type { Figure } from './row.js';
import { rows } from './rows/index.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** A row that fails takes no other with it. */
async function measure({ only, rounds, seconds, cases, data, soak }: Options): Promise<{ readonly figures: readonly Figure[]; readonly failed: readonly string[] }> {
  const directory = resolve(data);
  await mkdir(directory, { recursive: true });
  // On the disk of the data, not in a memory file system: fsync is part of what is measured.
  const scratch = await mkdtemp(join(directory, 'scratch-'));
  const figures: Figure[] = [];
  const failed: string[] = [];
  const leftOut = new Map<string, string[]>();
  const brokers = brokersIn(scratch);
  try {
    for (const row of rows.filter(({ key }) => only === undefined || only.includes(key))) {
      say(`bench: ${row.key}`);
      try {
        figures.push(...(await row.run({ rounds, seconds, cases, scratch, data: directory, soak, brokers: brokers.find, say })));
      } catch (error) {
        if (error instanceof LeftOut) leftOut.set(error.message, [...(leftOut.get(error.message) ?? []), row.key]);
        else failed.push(`${row.key} failed: ${textOf(error)}`);
      }
    }
    for (const [reason, keys] of leftOut) say(`bench: left out ${keys.join(', ')}: ${reason}`);
  } finally {
    await brokers.close();
    await rm(scratch, { recursive: true });
  }
  return { figures, failed };
}

async function main(): Promise<number> {
  const keys = rows.map(({ key }) => key);
  const options = parseOptions(process.argv.slice(2), keys);
  if (options.help) {
    process.stdout.write(`${usage.replace('KEYS', keys.join(', '))}\n`);
    return 0;
  }
  if (options.profile !== undefined) process.env['GUITU_BENCH_PROFILE'] = resolve(options.profile);
  const baseline = options.gate ? await readBaseline() : undefined;
  if (options.gate && baseline === undefined) throw new UsageError('There is no stored baseline yet. Store one with --save-baseline on a quiet machine.');
  const loadBefore = loadNow();
  const { figures, failed } = await measure(options);
  const judged = !options.quick;
  await publish({ json: options.json, judged, out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) }, figures, describeMachine(loadBefore));
  if (options.saveBaseline) await saveBaseline(figures);
  const gated = baseline === undefined ? { faults: [], notes: [] } : gate(figures, baseline, judged);
  for (const line of gated.notes) say(`bench: ${line}`);
  const faults = [...failed, ...gated.faults];
  for (const line of faults) say(`bench: ${line}`);
  return faults.length === 0 ? 0 : 1;
}

try {
  process.exit(await main());
} catch (error) {
  say(`bench: ${error instanceof UsageError ? error.message : textOf(error)}`);
  process.exit(1);
}
