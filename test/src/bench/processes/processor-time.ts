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
