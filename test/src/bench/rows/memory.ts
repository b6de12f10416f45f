import { constants } from 'node:fs';
import { cp, lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { oneCommandOfMany } from '../load/many-cases.js';
import { openLoop } from '../load/open-loop.js';
import { sampleRegister } from '../load/sample-register.js';
import { averageStories } from '../load/stories.js';
import { bigLog } from '../log/big-log.js';
import type { HubProgram } from '../processes/programs.js';
import { withPrograms } from '../processes/programs.js';
import { aimAt, aimAtManyCases } from '../report/aim.js';
import { ofCases } from '../report/scale.js';
import { alone } from '../rounds.js';
import type { Bench, Figure, Row } from '../row.js';
import { growthOf } from '../statistics.js';

const MIB = 1024 * 1024;
const COMMANDS_A_SECOND = 200;
/** A minute of load, or less where rounds are short. */
const LOADED_TURNS = 12;
const SAMPLES = 200;
/** A leak that matters shows in two hours. */
const SOAK_MINUTES = 120;

interface Watched {
  /** Memory of the hub's process, in MiB. */
  readonly samples: readonly number[];
  /** Commands a second that it was given: less than asked for where the machine had no more. */
  readonly perSecond: number;
}

/** The hub's process while it is loaded for so long. */
async function watched(hub: HubProgram, seconds: number, command: ReturnType<typeof oneCommandOfMany>): Promise<Watched> {
  const samples: number[] = [];
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      samples.push((await hub.memory()).rss / MIB);
      await hub.renewTokens();
      await wait((seconds * 1_000) / SAMPLES, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  try {
    const { perSecond } = await openLoop({ perSecond: COMMANDS_A_SECOND, seconds, act: command, patient: true });
    return { samples, perSecond: Math.round(perSecond) };
  } finally {
    over.abort();
    await watching;
  }
}

async function measure(bench: Bench, directory: string, cases: number, register: Awaited<ReturnType<typeof bigLog>>['register']): Promise<readonly Figure[]> {
  return withPrograms(bench.scratch, async (programs) => {
    const hub = await programs.hub(register, directory);
    bench.say('bench: waiting for the projections of the big log');
    await hub.settled();
    const command = oneCommandOfMany(hub, averageStories(await sampleRegister()));
    const loaded = await watched(hub, bench.seconds * LOADED_TURNS, command);
    const figures = [alone({ name: 'memory of the hub, highest', scale: `${ofCases(cases)}, ${loaded.perSecond} commands/s`, unit: 'MiB RSS', aim: aimAtManyCases(cases, 'value < 600') }, [Math.max(...loaded.samples)])];
    if (bench.soak > 0) {
      const soaked = await watched(hub, bench.soak * 60, command);
      figures.push(alone({ name: 'growth of memory in the last half of the soak run', scale: `${ofCases(cases)}, ${soaked.perSecond} commands/s, ${bench.soak} minutes`, unit: '%', aim: aimAt(`${SOAK_MINUTES} minutes`, bench.soak >= SOAK_MINUTES, 'value < 5') }, [growthOf(soaked.samples.slice(soaked.samples.length >> 1))]));
    }
    return figures;
  });
}

/** What the hub's process takes from the machine with the big log, its projections built, under load. The commands go to a copy of the log. */
export const memory: Row = {
  key: 'memory',
  run: async (bench) => {
    const { directory, register, cases } = await bigLog(bench);
    const copy = join(bench.scratch, 'loaded');
    // A hub that was killed leaves its socket, which cannot be copied.
    await cp(directory, copy, { recursive: true, mode: constants.COPYFILE_FICLONE, filter: async (from) => !(await lstat(from)).isSocket() });
    try {
      return await measure(bench, copy, cases, register);
    } finally {
      await rm(copy, { recursive: true });
    }
  },
};
