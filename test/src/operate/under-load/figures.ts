import type { Taken } from '../../support/writer.js';

/** From when to when something ran, in milliseconds of `performance.now()`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What agencies had of their commands while a verb ran. */
export interface Meanwhile {
  /** How long it took, the median of all times; milliseconds. */
  readonly took: number;
  readonly perSecond: number;
  /** Milliseconds from when a command was due. */
  readonly median: number;
  readonly worst: number;
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** A command counts by its answer for the rate, and by any part of its time for the latency, so that one which waits through all of it shows. */
export function meanwhile(taken: readonly Taken[], spans: readonly Span[]): Meanwhile {
  const during = taken.filter(({ due, answered }) => spans.some(({ from, to }) => due <= to && answered >= from));
  const answers = taken.filter(({ answered }) => spans.some(({ from, to }) => answered >= from && answered <= to));
  const lengths = spans.map(({ from, to }) => to - from);
  const latencies = during.map(({ due, answered }) => answered - due);
  return { took: middle(lengths), perSecond: (answers.length * 1_000) / lengths.reduce((sum, length) => sum + length, 0), median: middle(latencies), worst: Math.max(...latencies) };
}

const time = (ms: number): string => (ms >= 1_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms)} ms`);

/** The figures as `docs/operating.md` shows them. */
export function tableOf(rows: readonly (readonly [what: string, exit: string, figures: Meanwhile])[]): string {
  const lines = rows.map(([what, exit, { took, perSecond, median, worst }]) => `| ${what} | ${exit} | ${time(took)} | ${Math.round(perSecond)}/s | ${time(median)} | ${time(worst)} |`);
  return ['| verb | exit | took | commands meanwhile | median | worst |', '|---|---|---|---|---|---|', ...lines].join('\n');
}
