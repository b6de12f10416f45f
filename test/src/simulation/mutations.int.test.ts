import { mutations } from './mutations.js';
import { runSchedule } from './schedule.js';
import { forgetWorlds } from './world.js';

const SCHEDULES = 80;
afterAll(forgetWorlds);

/** What is found, and under which seed, when the hub is wrong on purpose. */
test.each(Object.entries(mutations))('the simulation finds %s', async (_name, mutation) => {
  for (let seed = 1; seed <= SCHEDULES; seed += 1) {
    const { wrong } = await runSchedule(seed, mutation);
    if (wrong !== undefined) return;
  }
  throw new Error(`${SCHEDULES} schedules found nothing wrong`);
}, 300_000);
