import type { MeasuredRun } from './processes/processor-time.js';
import { beside, inRounds } from './rounds.js';
import type { Titled } from './rounds.js';
import type { Figure } from './row.js';

/** Events a second of a program beside its limit, and the processor time that an event takes in each, all threads together. */
export async function compareRuns(rounds: number, { name, scale = null }: Omit<Titled, 'unit' | 'aim'>, subject: () => Promise<MeasuredRun>, limit: () => Promise<MeasuredRun>): Promise<readonly Figure[]> {
  const times = { subject: [] as number[], limit: [] as number[] };
  const turn = (which: 'subject' | 'limit', run: () => Promise<MeasuredRun>) => async (): Promise<number> => {
    const { events, milliseconds, processorTime } = await run();
    times[which].push(processorTime / events);
    return (events / milliseconds) * 1_000;
  };
  const rates = await inRounds(rounds, { limit: turn('limit', limit), subject: turn('subject', subject) });
  // The first of each is of the round that warms.
  return [
    beside({ name, scale, unit: 'events/s' }, rates.subject, rates.limit),
    beside({ name: `${name}: processor time of one event`, scale, unit: 'us' }, times.subject.slice(1), times.limit.slice(1)),
  ];
}
