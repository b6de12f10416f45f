import { setTimeout as after } from 'node:timers/promises';

/** Looks every few milliseconds until the condition holds; throws after the limit, naming what it waited for. */
export async function waitFor(what: string, condition: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
  for (const end = Date.now() + limitMs; !(await condition()); await after(3)) {
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
  }
}
