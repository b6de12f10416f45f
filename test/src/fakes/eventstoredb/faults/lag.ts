import { setTimeout as after } from 'node:timers/promises';
import type { Faults } from './faults.js';

/** Waits as long as a standing lag says. */
export async function lagging(faults: Faults, what: 'answersMs' | 'eventsMs'): Promise<void> {
  const lag = faults.take('lag');
  if (lag !== undefined) await after(lag[what]);
}
