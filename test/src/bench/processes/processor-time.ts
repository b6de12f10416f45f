import { readFile } from 'node:fs/promises';

/** Microseconds for which the main thread of a process has run; undefined where the system does not tell (only Linux does). */
export async function mainThreadTime(pid: number): Promise<number | undefined> {
  try {
    const [nanoseconds] = (await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8')).split(' ');
    return Number(nanoseconds) / 1_000;
  } catch {
    return undefined;
  }
}

export interface MeasuredRun {
  readonly events: number;
  readonly milliseconds: number;
  /** Microseconds for which threads of this process ran meanwhile. */
  readonly processorTime: number;
}

/** Begins to measure; the answer ends it. */
export function measure(): (events: number) => MeasuredRun {
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  return (events) => {
    const { user, system } = process.cpuUsage(cpu);
    return { events, milliseconds: performance.now() - begun, processorTime: user + system };
  };
}

/** @param act answers with how many events it was about */
export async function measuredRun(act: () => Promise<number>): Promise<MeasuredRun> {
  const measured = measure();
  return measured(await act());
}
