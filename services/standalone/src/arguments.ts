import { StartError } from '@guitu/service-kit';

export interface Arguments {
  /** Start without playing the sample. */
  readonly empty: boolean;
  readonly help: boolean;
}

/** @param command how it was started, such as `npm start` */
export const usage = (command: string): string => `${command} [-- options]
  --empty   start without playing the sample (开始时不载入示例)
  --help    show this (显示本说明)`;

/** Throws `StartError` for a word that it does not know. */
export function parseArguments(words: readonly string[]): Arguments {
  const unknown = words.find((word) => word !== '--empty' && word !== '--help');
  if (unknown !== undefined) throw new StartError(`There is no option "${unknown}". Known: --empty, --help.`);
  return { empty: words.includes('--empty'), help: words.includes('--help') };
}
