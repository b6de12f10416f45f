import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { CommandError, exit } from './exit.js';
import type { Exit } from './exit.js';
import type { Terminal } from './terminal.js';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What was typed, checked against what a command takes. */
export interface Typed {
  readonly words: readonly string[];
  /** The options that were typed. */
  readonly names: readonly string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
  list(name: string): readonly string[];
}

/** One verb of `guitu`. */
export interface Command {
  /** One line for the list of verbs. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /** Options beside `--help` and `--json`. */
  readonly options: Options;
  /** Fewest and most words after the verb. */
  readonly words: readonly [number, number];
  run(typed: Typed, terminal: Terminal): Promise<Exit>;
}

const always: Options = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } };

/** Throws `CommandError` with exit 2 for what the command does not take. */
export function readTyped({ options, words: [least, most] }: Command, typed: readonly string[]): Typed {
  let parsed: { values: Record<string, string | boolean | (string | boolean)[] | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...typed], options: { ...options, ...always }, allowPositionals: true, strict: true });
  } catch (error) {
    throw new CommandError(exit.usage, `${error instanceof Error ? (error.message.split('.')[0] ?? error.message) : 'It cannot be read'}. See --help.`);
  }
  const { values, positionals } = parsed;
  if (values['help'] !== true && (positionals.length < least || positionals.length > most)) {
    throw new CommandError(exit.usage, `${positionals.length < least ? 'A word is missing' : `"${positionals.at(-1) ?? ''}" is one word too many`}. See --help.`);
  }
  return {
    words: positionals,
    names: Object.keys(values),
    text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    flag: (name) => values[name] === true,
    list: (name) => (Array.isArray(values[name]) ? values[name].filter((value) => typeof value === 'string') : []),
  };
}
