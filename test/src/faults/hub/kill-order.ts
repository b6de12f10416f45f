export type Moment = 'start' | 'end' | 'asyncStart' | 'asyncEnd';

/** When a hub is to be killed: at the `count`-th such moment of a step, counted from 1 in each thread. */
export interface KillOrder {
  /** Name of a tracing channel of `node:diagnostics_channel`. */
  readonly channel: string;
  readonly moment: Moment;
  readonly thread: 'main' | 'worker';
  readonly count: number;
}

/** Environment variable that carries the order into the process and on into its threads. */
export const killVariable = 'GUITU_TEST_KILL';
export const killModule = new URL('./kill-at.js', import.meta.url);

export const killWords = ({ channel, moment, thread, count }: KillOrder): string => [channel, moment, thread, count].join(' ');

export function parseKill(words: string | undefined): KillOrder | undefined {
  const [, channel, moment, thread, count] = /^(\S+) (start|end|asyncStart|asyncEnd) (main|worker) (\d+)$/u.exec(words ?? '') ?? [];
  if (channel === undefined) return undefined;
  return { channel, moment: moment as Moment, thread: thread as KillOrder['thread'], count: Number(count) };
}
