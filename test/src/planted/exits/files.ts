import type { Ledger } from '../lifecycles/ledger.js';
import type { Mark } from '../marks/marks.js';
import { described, namesOfCodes } from './answers.js';

/** Files by name, as bytes. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** What stands in plain text in the log, its projections and its topics: the class `record`, and the human in the envelope; of what was refused nothing. */
const plain = ({ dataClass, planting }: Mark): boolean => planting?.event !== undefined && (dataClass === 'record' || dataClass === 'actor');
const nothing = (): boolean => false;

/** The report's own file holds statistics by case id, and says so in its columns. */
const holdsStatistics = (file: string): boolean => /\/report[^/]*$/u.test(file);

/**
 * Leaks in what is kept, or is written beside it: marks in any encoding, and names of sealed fields that hold codes.
 * @param what `a file`, `the log lines`
 * @param kept true for the log and what is made of it, in which the class `record` stands readable; anywhere else nothing may
 */
export function leaksIn(what: string, files: Files, ledger: Ledger, kept: boolean): readonly string[] {
  const allowed = kept ? plain : nothing;
  return [...files].flatMap(([file, content]) => {
    const place = `${what} ${file.replace(/^.*\/guitu-[^/]+\//u, '').replaceAll(/[0-9a-f-]{8,}/gu, '…')}`;
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    const codes = kept && !holdsStatistics(file) ? [...namesOfCodes].filter((name) => bytes.includes(`"${name}":`)) : [];
    return [...ledger.marks.in(content).filter((mark) => !allowed(mark)).map((mark) => `${place} holds ${described(mark)}`), ...codes.map((name) => `${place} has a member ${name}`)];
  });
}

/** Does the search find what is there? The numbers of papers stand in plain text, in the log and in the rows made of it. */
export const plainMarksIn = (files: Files, ledger: Ledger): number => [...files.values()].flatMap((content) => ledger.marks.in(content)).filter(plain).length;
