import { existsSync, statSync } from 'node:fs';
import type { SqliteDatabase } from '@guitu/sqlite';
import { openDatabase } from '@guitu/sqlite';
import { describe, sqliteFault } from './fault.js';
import { ProjectionFiles } from './files.js';

/** Reads a projection's rows from any thread or process. */
export interface ProjectionReader {
  /**
   * Runs synchronous queries on one snapshot of the rows. The connection changes after a rebuild: keep nothing of it, and take statements from `prepared(db, sql)`.
   * Throws `ProjectionUnavailable` while there is no file to read.
   */
  read<T>(query: (db: SqliteDatabase) => T): T;
  close(): void;
}

/** There is nothing to read at this moment: not built yet, or damaged and being replaced. */
export class ProjectionUnavailable extends Error {
  override readonly name = 'ProjectionUnavailable';
  readonly retriable = true;
}

export interface ReaderOptions {
  readonly directory: string;
  readonly name: string;
  /** Called when the file turns out to be damaged or gone: the runner may not have touched that part of it. */
  readonly onDamage?: (detail: string) => void;
}

interface Connection {
  readonly db: SqliteDatabase;
  /** The pointer when it was opened. */
  readonly pointer: string;
  /** Runs the work on one snapshot of the rows. */
  readonly snapshot: (work: () => unknown) => unknown;
}

export function openProjectionReader({ directory, name, onDamage }: ReaderOptions): ProjectionReader {
  const files = new ProjectionFiles(directory, name);
  let open: Connection | undefined;
  let depth = 0;

  /** Changes with every switch-over; a look costs microseconds. */
  function pointerNow(): string {
    const found = statSync(files.pointer, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? 'none' : `${found.ino} ${found.mtimeNs}`;
  }

  function close(): void {
    open?.db.close();
    open = undefined;
  }

  function connection(): Connection {
    const pointer = pointerNow();
    if (open !== undefined && (depth > 0 || open.pointer === pointer)) return open;
    close();
    const file = files.current();
    if (file === undefined) throw new ProjectionUnavailable(`Projection ${name} has not been built yet.`);
    try {
      const db = openDatabase(file, { durability: 'normal', readonly: true });
      open = { pointer, db, snapshot: db.transaction((work: () => unknown) => work()).deferred };
      return open;
    } catch (error) {
      if (pointerNow() !== pointer) return connection(); // Switched and deleted between the two looks.
      // Out of handles or locked is no damage, and no reason to build anew.
      if (sqliteFault(error) === 'damaged' || !existsSync(file)) onDamage?.(describe(error));
      throw new ProjectionUnavailable(`Projection ${name} cannot be opened.`, { cause: error });
    }
  }

  return {
    read(query) {
      const { db, snapshot } = connection();
      depth += 1;
      try {
        return snapshot(() => query(db)) as ReturnType<typeof query>;
      } catch (error) {
        if (sqliteFault(error) !== 'damaged') throw error;
        onDamage?.(describe(error));
        throw new ProjectionUnavailable(`Projection ${name} is damaged.`, { cause: error });
      } finally {
        depth -= 1;
      }
    },
    close,
  };
}
