import { parseArgs } from 'node:util';

export const usage = `npm run bench [-- options]
  --quick           small and short, to see that it works; its figures mean little, and no aim is called met or missed
  --only KEY,...    only these rows: KEYS
  --rounds N        rounds of each comparison (5)
  --cases N         cases in the big log (200000); --million for 1000000
  --data DIR        where the big log is kept (.guitu/bench)
  --soak MINUTES    also load the hub at 200 commands/s for so long and watch its memory
  --json [FILE]     the figures as JSON, to standard output or to FILE; the machine to standard error, or to
                    FILE.machine.json. Into a pipe with npm run -s, so that npm's own lines are not before it
  --gate            fail where a ratio is 1.5 times worse than the stored baseline, at whatever scale both are, or
                    where there is no ratio to compare
  --save-baseline   store the ratios of this run as the baseline
  --cpu-prof DIR    write a profile of every program to DIR (node --cpu-prof)
  --help            show this`;

export interface Options {
  readonly only: readonly string[] | undefined;
  readonly quick: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly cases: number;
  readonly data: string;
  readonly soak: number;
  /** Undefined: a table for people. Empty: standard output. Else a file. */
  readonly json: string | undefined;
  readonly gate: boolean;
  readonly saveBaseline: boolean;
  readonly profile: string | undefined;
  readonly help: boolean;
}

/** A word on the command line that makes no sense. */
export class UsageError extends Error {}

function whole(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new UsageError(`--${name} must be a whole number above 0.`);
  return Number(text);
}

/** `--json` may stand alone or before a file; node's parser knows only one of the two. */
function jsonOf(words: readonly string[]): { readonly json: string | undefined; readonly rest: string[] } {
  const at = words.findIndex((word) => word === '--json' || word.startsWith('--json='));
  const word = words[at];
  if (word === undefined) return { json: undefined, rest: [...words] };
  if (word.startsWith('--json=')) return { json: word.slice('--json='.length), rest: words.toSpliced(at, 1) };
  const next = words[at + 1];
  return next === undefined || next.startsWith('-') ? { json: '', rest: words.toSpliced(at, 1) } : { json: next, rest: words.toSpliced(at, 2) };
}

/** Throws `UsageError`. @param keys of the rows there are */
export function parseOptions(words: readonly string[], keys: readonly string[]): Options {
  const { json, rest } = jsonOf(words);
  const { values } = parse(rest);
  const only = values.only?.split(',');
  const unknown = only?.find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new UsageError(`There is no row "${unknown}". Known: ${keys.join(', ')}.`);
  const quick = values.quick === true;
  return {
    only, quick, json,
    rounds: whole('rounds', values.rounds, quick ? 1 : 5),
    seconds: quick ? 1 : 5,
    cases: values.million === true ? 1_000_000 : whole('cases', values.cases, quick ? 500 : 200_000),
    data: values.data ?? '.guitu/bench',
    soak: values.soak === undefined ? 0 : whole('soak', values.soak, 0),
    gate: values.gate === true,
    saveBaseline: values['save-baseline'] === true,
    profile: values['cpu-prof'],
    help: values.help === true,
  };
}

function parse(args: string[]) {
  const flag = { type: 'boolean' } as const;
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args, strict: true, options: { quick: flag, only: text, rounds: text, cases: text, million: flag, data: text, soak: text, gate: flag, 'save-baseline': flag, 'cpu-prof': text, help: flag } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
