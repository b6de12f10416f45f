/**
 * SQLite's extended result code (`SQLITE_BUSY`, `SQLITE_IOERR_FSYNC`, ...), or undefined for an error that is not SQLite's.
 * By shape and not by class: the driver keeps one error class per process, which is a stranger in a second module registry.
 */
export function sqliteErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : undefined;
}

/** The disk failed. A full one has not, nor one whose file is locked. */
export const isDiskError = (error: unknown): boolean => sqliteErrorCode(error)?.startsWith('SQLITE_IOERR') === true;
