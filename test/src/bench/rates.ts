import type { LoopResult } from './load/closed-loop.js';
import { mainThreadTime } from './processes/processor-time.js';
import { beside, inRounds } from './rounds.js';
import type { Figure } from './row.js';

/** A program under load. */
export interface Loaded {
  readonly pid: number;
  load(): Promise<LoopResult>;
  /** Resolves when nothing of the load is left to be done. */
  settled?(): Promise<void>;
}

/**
 * Commands a second of a program beside its limit, and the processor time that a command takes in the main thread of each. The second figure waits for no disk and
 * for no core, so it still means something on a machine that is busy with something else.
 */
export async function compareRates(rounds: number, { name, aim = null }: { readonly name: string; readonly aim?: string | null }, subject: Loaded, limit: Loaded): Promise<readonly Figure[]> {
  const times = { subject: [] as number[], limit: [] as number[] };
  const turn = (which: 'subject' | 'limit', { pid, load, settled }: Loaded) => async (): Promise<number> => {
    const before = await mainThreadTime(pid);
    const { perSecond, latencies } = await load();
    const after = await mainThreadTime(pid);
    if (before !== undefined && after !== undefined) times[which].push((after - before) / latencies.length);
    await settled?.();
    return perSecond;
  };
  const rates = await inRounds(rounds, { limit: turn('limit', limit), subject: turn('subject', subject) });
  const rate = beside({ name, unit: 'commands/s', aim }, rates.subject, rates.limit);
  // The first of each is of the round that warms.
  const [own, theirs] = [times.subject.slice(1), times.limit.slice(1)];
  return own.length === 0 ? [rate] : [rate, beside({ name: `${name}: processor time of one`, unit: 'us' }, own, theirs)];
}
