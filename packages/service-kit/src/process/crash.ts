import { errorFields } from '../logger.js';
import type { Logger } from '../logger.js';

/**
 * A fault of ours that nobody caught ends the process at once, because nobody knows what state it left; the log is safe at any instant.
 * Node would print the error with its message, and a message can quote what somebody wrote about a person.
 */
export function endOnCrash(logger: Logger): void {
  process.on('uncaughtException', (error: unknown) => {
    logger.error('crash', errorFields(error));
    logger.flush();
    process.exit(1);
  });
}
