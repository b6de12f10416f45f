import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One line of the operator's log. Ids, paths and reasons as the operator typed them; never a secret, never personal data. */
export interface OperatorEntry {
  /** RFC 3339, real time. */
  readonly at: string;
  /** The same on the line that an action begins with and on the one that it ends with. */
  readonly action: string;
  /** Name of the user at the operating system, as the command tells it; the socket lets in no other than the hub's own user and root. */
  readonly who: string;
  readonly verb: string;
  readonly input?: unknown;
  readonly outcome: 'begun' | 'done' | 'refused' | 'failed';
  /** What came of it. */
  readonly result?: unknown;
}

export interface OperatorLog {
  /** On disk when it returns. Throws where it cannot be written: then nothing may be done. */
  record(entry: OperatorEntry): void;
  /** All entries, oldest first. A last line that a crash cut off is left out. */
  read(): Promise<readonly OperatorEntry[]>;
}

export const operatorLogFile = (dataDirectory: string): string => join(dataDirectory, 'operator-log.ndjson');

/** What operators did, apart from the log of events: append-only, one JSON object to a line. */
export function openOperatorLog(file: string): OperatorLog {
  return {
    record(entry) {
      const handle = openSync(file, 'a', 0o600);
      try {
        writeSync(handle, `${JSON.stringify(entry)}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    },
    async read() {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      return text.split('\n').flatMap((line): readonly OperatorEntry[] => {
        try {
          return line === '' ? [] : [JSON.parse(line) as OperatorEntry];
        } catch {
          return [];
        }
      });
    },
  };
}
