import { tellHub } from './lifecycles.js';
import type { Target } from './lifecycles.js';
import type { Connection } from './connection.js';
import type { Story } from './stories.js';

/** Cases that are open at one time; the next command goes to the one that has waited longest. */
const OPEN = 200;

/** One command of one of many open cases at each call, for an open loop. Stories follow one another for ever. */
export function oneCommandOfMany(target: Target, stories: readonly Story[]): (connection: Connection) => Promise<void> {
  let next = 0;
  const take = (): ReturnType<typeof tellHub> => {
    const story = stories[next % stories.length] ?? [];
    next += 1;
    return tellHub(target, story);
  };
  const waiting = Array.from({ length: OPEN }, take);
  return async (connection) => {
    // None is waiting where the hub is slow: then somebody new arrives.
    const step = waiting.shift() ?? take();
    const more = await step(connection);
    waiting.push(more ? step : take());
  };
}
