export interface ProgressTarget {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** May be called as often as one likes. */
  update(done: number, total: number): void;
  /** Leaves the last line standing. */
  end(): void;
}

const REDRAW_MS = 100;
const WIDTH = 30;
/** Below this a rate says how fast the clock was read. */
const LEAST_SECONDS = 0.5;

const grouped = (count: number): string => count.toLocaleString('en-US');

/** A bar that moves on a terminal; elsewhere a line when it begins and for every tenth, so that a log stays readable. */
export function createProgress(label: string, target: ProgressTarget, realNow: () => number): Progress {
  const began = realNow();
  let drawn = Number.NEGATIVE_INFINITY;
  let tenth = -1;
  let last = '';

  function line(done: number, total: number, now: number): string {
    const seconds = (now - began) / 1_000;
    const rate = seconds >= LEAST_SECONDS ? done / seconds : 0;
    const time = done >= total ? `${Math.round(seconds)} s` : rate > 0 ? `${Math.ceil((total - done) / rate)} s left` : '';
    return `${String(Math.floor((done / total) * 100)).padStart(3)} %  ${grouped(done)}/${grouped(total)}  ${rate > 0 ? `${grouped(Math.round(rate))}/s  ` : ''}${time}`.trimEnd();
  }

  function bar(done: number, total: number): void {
    const now = realNow();
    if (done < total && now - drawn < REDRAW_MS) return;
    drawn = now;
    const filled = Math.round((done / total) * WIDTH);
    last = `${label} [${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${line(done, total, now)}`;
    target.write(`\r\u001b[K${last.slice(0, Math.max(20, (target.columns ?? 120) - 1))}`);
  }

  function lines(done: number, total: number): void {
    const reached = Math.floor((done / total) * 10);
    if (reached <= tenth) return;
    tenth = reached;
    target.write(`${label}: ${line(done, total, realNow()).trim()}\n`);
  }

  return {
    update: (done, total) => (target.isTTY === true ? bar(done, total) : lines(done, total)),
    end: () => {
      if (target.isTTY === true && last !== '') target.write('\n');
    },
  };
}
