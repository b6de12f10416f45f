import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncDirectory } from '@guitu/sqlite';
import { VaultError } from '../vault-error.js';
import { isLedgerEntry } from './entry.js';
import type { Decision, LedgerEntry, Mark } from './entry.js';
import type { Matter } from './matter.js';
import { followed, matters } from './matter.js';

export interface LedgerPlace {
  /** One JSON object to a line; made with mode 0600, and its folder with 0700. */
  readonly file: string;
  /** Real time in milliseconds. */
  readonly now: () => number;
}

/**
 * The erasure ledger: who asked for the erasure or restriction of whom, who approved it, and what of it is done. Append-only, and in no backup: whatever
 * backup of log or keys is restored, the ledger knows who must stay erased.
 */
export interface Ledger {
  /** Its own id, which the keys that belong to it name. */
  readonly id: string;
  /** Entries from this place on, oldest first. */
  entries(from: number): readonly LedgerEntry[];
  matter(id: string): Matter | undefined;
  matters(): Iterable<Matter>;
  /** Whose keys are gone or are to go: of every approved erasure, and whoever was erased when the ledger was begun. */
  erased(): ReadonlySet<string>;
  /**
   * On disk when it returns; a step that stands there already is not written twice. Throws `ledger-refused` where it does not follow, `vault-unavailable` where it
   * cannot be written: nothing was decided then. Only where it cannot be taken back either, nobody knows before the next start; then it takes nothing more.
   */
  record(entry: Decision | Mark): void;
  /** Throws `vault-unavailable` where it takes nothing more until the next start. */
  probe(): void;
  close(): void;
}

const corrupt = (line: number, cause?: unknown): VaultError => new VaultError('ledger-corrupt', `line ${line} of the erasure ledger cannot be read or does not follow`, { cause });

/** Whole lines only: what a crash cut off was never acknowledged. Gives the length of what is whole, in bytes. */
function wholeLines(text: string): { readonly lines: readonly string[]; readonly bytes: number } {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return { lines: whole === '' ? [] : whole.slice(0, -1).split('\n'), bytes: Buffer.byteLength(whole) };
}

function parsed(line: string, number: number): LedgerEntry {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw corrupt(number, cause);
  }
  if (!isLedgerEntry(value)) throw corrupt(number);
  return value;
}

/** True where there is a ledger with at least its first line. */
export const ledgerExists = (file: string): boolean => existsSync(file) && wholeLines(readFileSync(file, 'utf8')).lines.length > 0;

/** What the ledger asks of the disk, each durable when it returns. */
export interface LedgerDisk {
  sync(handle: number): void;
  /** Takes away what stands after these bytes. */
  cut(handle: number, bytes: number): void;
}

const realDisk: LedgerDisk = {
  sync: fsyncSync,
  cut: (handle, bytes) => {
    ftruncateSync(handle, bytes);
    fsyncSync(handle);
  },
};

/** Opens the ledger, or begins one with the id `newId`. Throws `ledger-corrupt`, `vault-unavailable`. `disk`: of tests of one that fails. */
export function openLedger({ file, now }: LedgerPlace, newId: string, disk = realDisk): Ledger {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const { lines, bytes } = wholeLines(existsSync(file) ? readFileSync(file, 'utf8') : '');
  const handle = openSync(file, 'a', 0o600);
  const entries: LedgerEntry[] = [];
  const known = matters();
  const gone = new Set<string>();

  function take(entry: LedgerEntry): void {
    known.take(entry);
    entries.push(entry);
    const persons = entry.entry === 'known' ? entry.persons : entry.entry === 'approved' ? approvedErasure(entry.matter) : [];
    for (const person of persons) gone.add(person);
  }
  const approvedErasure = (id: string): readonly string[] => {
    const matter = known.get(id);
    return matter?.kind === 'erasure' ? matter.persons : [];
  };

  let length = bytes;
  let broken: VaultError | undefined;

  function probe(): void {
    if (broken !== undefined) throw broken;
  }

  /** A line that could not be written is taken back, so that no power cut brings back what was refused, and the next one does not follow half a line. */
  function write(line: Buffer): void {
    probe();
    try {
      for (let at = 0; at < line.length; ) at += writeSync(handle, line, at);
      disk.sync(handle);
      length += line.length;
    } catch (cause) {
      takeBack();
      throw new VaultError('vault-unavailable', 'the erasure ledger cannot be written', { cause });
    }
  }

  function takeBack(): void {
    try {
      disk.cut(handle, length);
    } catch (cause) {
      throw (broken = new VaultError('vault-unavailable', 'the disk of the erasure ledger failed: whether its last entry was written shows the next start, and nothing is written before', { cause }));
    }
  }

  function record(entry: Decision | Mark): void {
    const full = { ...entry, at: new Date(now()).toISOString() } as LedgerEntry;
    // Refused before it is written, and taken only when it is on disk.
    const before = 'matter' in full ? known.get(full.matter) : undefined;
    if (followed(before, full) === before && before !== undefined) return;
    write(Buffer.from(`${JSON.stringify(full)}\n`));
    take(full);
  }

  try {
    disk.cut(handle, length);
    lines.forEach((line, index) => {
      try {
        take(parsed(line, index + 1));
      } catch (cause) {
        throw cause instanceof VaultError && cause.code === 'ledger-corrupt' ? cause : corrupt(index + 1, cause);
      }
    });
    if (entries.length === 0) record({ entry: 'begun', ledger: newId, format: 1 });
    syncDirectory(dirname(file));
    const [first] = entries;
    if (first?.entry !== 'begun' || first.format !== 1) throw corrupt(1);
    return { id: first.ledger, entries: (from) => entries.slice(from), matter: (id) => known.get(id), matters: () => known.all(), erased: () => gone, record, probe, close: () => closeSync(handle) };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}
