import { fingerprintOf, runSchedule } from './schedule.js';
import { forgetWorlds } from './world.js';

// node test/dist/simulation/run.js <seed>: plays one schedule again and prints everything that happened in it.
const seed = Number(process.argv[2]);
if (!Number.isSafeInteger(seed)) throw new RangeError('Name a seed: a whole number.');
const outcome = await runSchedule(seed);
forgetWorlds();
for (const line of outcome.trace) process.stdout.write(`${line}\n`);
process.stdout.write(`${outcome.wrong === undefined ? 'nothing was wrong' : `wrong: ${outcome.wrong}`}\n${fingerprintOf(outcome)}\n`);
process.exitCode = outcome.wrong === undefined ? 0 : 1;
