import type { StoreErrorCode } from '@guitu/event-store';
import { sqliteErrorCode } from '@guitu/sqlite';
import type { Cause } from './incident.js';

/** What can be done about an error. */
export type Fault =
  /** Wait and try again, as often as it takes: busy, unreachable, disk full. Nobody's event is to blame. */
  | 'retriable'
  /** The projection's file is damaged or gone: make a new one. */
  | 'file-unusable'
  /** The checkpoint is not a place in this log: make a new file. */
  | 'foreign-checkpoint'
  /** Somebody else now writes to the file: stop. */
  | 'taken-over'
  /** Tried a few times; then whatever causes it is put aside. */
  | 'unknown';

/** The projection's own file is damaged, gone, or of another log. */
export class FileUnusable extends Error {
  override readonly name = 'FileUnusable';
}

/** Another runner has opened the file after this one did. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

/** An error that is not retriable came back as often as it was tried. `cause` is the last one. */
export class GaveUp extends Error {
  override readonly name = 'GaveUp';
}

const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_IOERR_SHORT_READ'];
const TRANSIENT = ['SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_NOMEM', 'SQLITE_INTERRUPT', 'SQLITE_PROTOCOL', 'SQLITE_CANTOPEN'];

/** Is it the file or the machine rather than the statement? SQLite's extended codes begin with the plain ones. */
export function sqliteFault(error: unknown): 'damaged' | 'transient' | undefined {
  const code = sqliteErrorCode(error);
  if (code === undefined) return undefined;
  if (DAMAGED.some((damaged) => code.startsWith(damaged))) return 'damaged';
  return TRANSIENT.some((transient) => code.startsWith(transient)) ? 'transient' : undefined;
}

export function faultOf(error: unknown): Fault {
  if (error instanceof FileUnusable) return 'file-unusable';
  if (error instanceof TakenOver) return 'taken-over';
  if (isStoreError(error, 'foreign-checkpoint')) return 'foreign-checkpoint';
  if (sqliteFault(error) === 'transient') return 'retriable';
  const retriable = typeof error === 'object' && error !== null && 'retriable' in error && error.retriable === true;
  return retriable ? 'retriable' : 'unknown';
}

/** By shape, because the store is given and its classes are not ours to import. */
function isStoreError(error: unknown, code: StoreErrorCode): boolean {
  return error instanceof Error && error.name === 'StoreError' && 'code' in error && error.code === code;
}

/** Work on the projection's own file. Elsewhere a damaged SQLite file (the vault's, say) is no reason to throw this one away. */
export function onOwnFile<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (sqliteFault(error) === 'damaged') throw new FileUnusable(`The file is damaged: ${describe(error)}`, { cause: error });
    throw error;
  }
}

/** What may be logged of an error. */
export function causeOf(error: unknown): Cause {
  const { name, code } = error instanceof Error ? (error as Error & { readonly code?: unknown }) : { name: typeof error, code: undefined };
  return typeof code === 'string' ? { name, code } : { name };
}

/** Short enough for a row. */
export function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}
