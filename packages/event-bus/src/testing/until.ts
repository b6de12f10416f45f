import { setTimeout as after } from 'node:timers/promises';

/** Waits for a condition, looking every few milliseconds; throws after the limit, naming what it waited for. */
export async function until(condition: () => boolean | Promise<boolean>, what = 'the condition', limitMs = 15_000): Promise<void> {
  for (const end = Date.now() + limitMs; !(await condition()); await after(3)) {
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms for ${what} in vain.`);
  }
}
