import { setTimeout as after } from 'node:timers/promises';

/** Milliseconds between two looks at most. */
const SELDOM_MS = 50;

/**
 * Looks until the condition holds; throws after the limit, naming what it waited for. First every few milliseconds and then by a twentieth of the wait so far:
 * a look may be a request, or files that are read, and takes its time from those who are waited for.
 */
export async function waitFor(what: string, condition: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
  const begun = Date.now();
  for (let waited = 0; !(await condition()); waited = Date.now() - begun) {
    if (waited > limitMs) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
    await after(Math.min(SELDOM_MS, 3 + waited / 20));
  }
}
