import { cover, noCoverage } from './coverage.js';
import type { Coverage } from './coverage.js';
import { runSchedule } from './schedule.js';
import { forgetWorlds } from './world.js';

const LAST_LINES = 30;

/** How to see a failure again. */
export const replayOf = (seed: number): string => `node test/dist/simulation/run.js ${seed}`;

/** Runs a schedule under each seed and answers what they reached. Rejects at the first that goes wrong: its seed, how to replay it, and how it ended. */
export async function runMany(first: number, count: number): Promise<Coverage> {
  const coverage = noCoverage();
  try {
    for (let seed = first; seed < first + count; seed += 1) {
      const outcome = await runSchedule(seed);
      cover(coverage, outcome);
      if (outcome.wrong !== undefined) throw new Error(`Under seed ${seed}: ${outcome.wrong}\nReplay: ${replayOf(seed)}\n${outcome.trace.slice(-LAST_LINES).join('\n')}`);
    }
    return coverage;
  } finally {
    forgetWorlds();
  }
}
