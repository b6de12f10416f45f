import { Coverage } from './coverage.js';
import { runSchedule } from './schedule.js';
import { forgetWorlds } from './world.js';

const LAST_LINES = 30;

/** How to see a failure again. */
export const replayOf = (seed: number): string => `node test/dist/simulation/run.js ${seed}`;

/** Runs a schedule under each seed and answers what they reached. Throws at the first that goes wrong: its seed, how to replay it, and how it ended. */
export async function runMany(first: number, count: number): Promise<Coverage> {
  const coverage = new Coverage();
  try {
    for (let seed = first; seed < first + count; seed += 1) {
      const outcome = await runSchedule(seed);
      coverage.add(outcome);
      if (outcome.wrong !== undefined) throw new Error(`Under seed ${seed}: ${outcome.wrong}\nReplay: ${replayOf(seed)}\n${outcome.trace.slice(-LAST_LINES).join('\n')}`);
    }
    return coverage;
  } finally {
    forgetWorlds();
  }
}

/** The seeds of one test file: always the same ones in `npm test`, so that a red run is somebody's change; others, and more, where they are asked for. */
export function seeds(first: number, count: number): { readonly first: number; readonly count: number } {
  const { GUITU_SEED: seed, GUITU_SCHEDULES: schedules } = process.env;
  if (seed !== undefined) return { first: Number(seed), count: Number(schedules ?? 1) };
  return { first, count: schedules === undefined ? count : Number(schedules) };
}
