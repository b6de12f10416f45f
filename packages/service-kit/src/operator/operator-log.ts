import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
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
  /** All entries, oldest first. A line that a crash or a full disk cut off is left out. */
  read(): Promise<readonly OperatorEntry[]>;
}

export const operatorLogFile = (dataDirectory: string): string => join(dataDirectory, 'operator-log.ndjson');

/** False behind a line that was cut off, which must take no other with it. */
function endsInLine(handle: number): boolean {
  const { size } = fstatSync(handle);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(handle, last, 0, 1, size - 1) === 1 && last.toString() === '\n');
}

/** What operators did, apart from the log of events: append-only, one JSON object to a line. */
export function openOperatorLog(file: string): OperatorLog {
  return {
    record(entry) {
      const handle = openSync(file, 'a+', 0o600);
      try {
        const line = Buffer.from(`${endsInLine(handle) ? '' : '\n'}${JSON.stringify(entry)}\n`);
        // A disk that becomes full takes a part, and refuses the rest.
        for (let at = 0; at < line.length; ) at += writeSync(handle, line, at);
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
