import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegisterData } from '@guitu/contracts';
import { decodeEvent, hubStream } from '@guitu/contracts';
import { openSqliteStore } from '@guitu/event-store';
import type { EventStore } from '@guitu/event-store';
import { createRegister } from '@guitu/referral';
import { defaultLedger, systemRuntime } from '@guitu/service-kit';
import { createProgress } from '@guitu/standalone';
import { openVault } from '@guitu/vault';
import { sampleRegister } from '../load/sample-register.js';
import { averageStories } from '../load/stories.js';
import type { Bench } from '../row.js';
import { withPrograms } from '../processes/programs.js';
import { planCases } from './plan-cases.js';
import { record } from './recorder.js';
import { tellCases } from './tell-cases.js';
import type { ToldCases } from './tell-cases.js';
import { townsOf } from './towns.js';

export interface BigLog {
  /** A hub's data directory. What writes to it works on a copy. */
  readonly directory: string;
  readonly register: RegisterData;
  readonly cases: number;
  readonly events: number;
}

/** Raised when a log that was made earlier is no longer what would be made now. */
const EDITION = 1;

/** Share of the cases that may stop early, because a working day or a county of another town does not fit the story. */
const MOST_REFUSED = 0.01;

interface Made {
  readonly edition: number;
  readonly cases: number;
  readonly events: number;
  readonly seconds: number;
}

/** The log with so many cases of an average year in thirty towns: made once, by the real rules, keys and codec, and kept in `data`. */
export async function bigLog({ cases, data, scratch, say }: Pick<Bench, 'cases' | 'data' | 'scratch' | 'say'>): Promise<BigLog> {
  const { register, towns } = townsOf(await sampleRegister());
  const directory = join(data, `log-${cases}`);
  const known = await readMade(directory);
  if (known?.edition === EDITION) return { directory, register, cases, events: known.events };

  say(`bench: making a log of ${cases} cases in ${directory}`);
  await rm(directory, { recursive: true, force: true });
  const making = `${directory}.making`;
  await rm(making, { recursive: true, force: true });
  // A hub's first start makes its keys, its log and the first event of it.
  await withPrograms(scratch, async (programs) => void (await programs.hub(register, making)));
  const begun = performance.now();
  const { events, refused } = await fill(making, register, planCases(cases, averageStories(await sampleRegister()), towns));
  const seconds = Math.round((performance.now() - begun) / 1_000);
  for (const step of refused.slice(0, 5)) say(`bench: refused: ${step}`);
  if (refused.length > cases * MOST_REFUSED) throw new Error(`${refused.length} of ${cases} cases were refused: the rules and the sample no longer fit`);
  await writeFile(join(making, 'made.json'), JSON.stringify({ edition: EDITION, cases, events, seconds } satisfies Made));
  await rename(making, directory);
  say(`bench: ${events} events in ${seconds} s`);
  return { directory, register, cases, events };
}

async function readMade(directory: string): Promise<Made | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, 'made.json'), 'utf8')) as Made;
  } catch {
    return undefined;
  }
}

async function hubIdOf(store: EventStore): Promise<string> {
  const [first] = await store.readStream(hubStream, { limit: 1 });
  const event = first === undefined ? undefined : decodeEvent(first.bytes);
  if (event?.name !== 'hub-started') throw new Error('the log does not begin with hub-started');
  return event.data.hubId;
}

async function fill(directory: string, register: RegisterData, plans: ReturnType<typeof planCases>): Promise<ToldCases> {
  const vault = await openVault({ directory: join(directory, 'keys'), realNow: systemRuntime.realNow, ledger: defaultLedger(directory) });
  // A log that can be made again need not survive a power cut while it is made.
  const store = await openSqliteStore({ file: join(directory, 'log.db'), durability: 'normal' });
  const progress = createProgress('Log', process.stderr, systemRuntime.realNow);
  try {
    return await tellCases({ plans, register: createRegister(register), hubId: await hubIdOf(store), record: (decided) => record(decided, vault, store), progress: (done) => progress.update(done, plans.length) });
  } finally {
    progress.end();
    await store.close();
    await vault.close();
  }
}
