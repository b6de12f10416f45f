import type { Runtime } from '@guitu/event-bus';
import { systemRuntime } from '../runtime.js';

/** What projections take from the machine, on either side of their thread. Real time: how far behind a projection is has nothing to do with the business clock. */
export function projectionRuntime(): Runtime {
  return { now: systemRuntime.realNow, random: systemRuntime.random, sleep: systemRuntime.sleep };
}
export const projectionRuntimeModule = new URL('./projection-runtime.js', import.meta.url).href;
