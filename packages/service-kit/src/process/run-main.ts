import { errorFields } from '../logger.js';
import type { Logger } from '../logger.js';
import { endOnCrash } from './crash.js';
import { refusalLine } from './refusal.js';

/**
 * Runs the whole of a program and ends the process: exit code 0 when `main` has resolved, 1 for everything that a supervisor must know. What a user can mend is
 * one line at standard error that begins with `name`; anything else goes to the log without its message, which could quote what somebody wrote about a person.
 */
export async function runMain(name: string, logger: Logger, main: () => Promise<void>): Promise<never> {
  endOnCrash(logger);
  try {
    await main();
    process.exit(0);
  } catch (error) {
    const line = refusalLine(error);
    if (line === undefined) logger.error('crash', errorFields(error));
    else process.stderr.write(`${name}: ${line}\n`);
    process.exit(1);
  }
}
