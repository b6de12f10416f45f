import { closeSync, createReadStream, existsSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { CommandError, exit } from './exit.js';

/** Where an export goes. `write` resolves when there is room for more. */
export interface Sink {
  write(line: string): Promise<void>;
  close(): void;
}

/** The place behind the last whole page of an export: bytes to keep, the cursor, and the cases before it. */
export interface Resumption {
  readonly bytes: number;
  readonly next: string | undefined;
  readonly cases: number;
  /** It has its last line already. */
  readonly complete: boolean;
}

/** How every line begins. */
const BEGINNING = '{"kind":"';
const isOfExport = (line: string): boolean => line.startsWith(BEGINNING) || (line !== '' && BEGINNING.startsWith(line));

/** Looks through an export that was cut off, line by line. Throws `CommandError` for a file that is none, and would be overwritten. */
export async function lookThrough(file: string): Promise<Resumption> {
  let kept: Resumption = { bytes: 0, next: undefined, cases: 0, complete: false };
  if (!existsSync(file)) return kept;
  let [bytes, cases] = [0, 0];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (bytes === 0 && !isOfExport(line)) throw new CommandError(exit.refused, `${file} is no export, and --resume would overwrite it. Name another file.`);
    bytes += Buffer.byteLength(line) + 1;
    let value: { kind?: string; next?: string; complete?: boolean };
    try {
      value = JSON.parse(line) as typeof value;
    } catch {
      break; // The line that was being written.
    }
    if (value.kind === 'case') cases += 1;
    if (value.kind === 'page' && value.next !== undefined) kept = { bytes, next: value.next, cases, complete: false };
    if (value.kind === 'end' && value.complete === true) kept = { bytes, next: undefined, cases, complete: true };
  }
  return kept;
}

export function fileSink(file: string, keep: number): Sink {
  const handle = openSync(file, existsSync(file) ? 'r+' : 'wx', 0o600);
  ftruncateSync(handle, keep);
  let place = keep;
  return {
    write: (line) => {
      const bytes = Buffer.from(`${line}\n`);
      // A disk that becomes full takes a part, and refuses the rest.
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at, bytes.length - at, place + at);
      place += bytes.length;
      return Promise.resolve();
    },
    close: () => {
      fsyncSync(handle);
      closeSync(handle);
    },
  };
}
