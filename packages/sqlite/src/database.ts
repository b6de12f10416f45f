import Database from 'better-sqlite3';

export type SqliteDatabase = Database.Database;
export type SqliteStatement<Parameters extends unknown[] = unknown[], Row = unknown> = Database.Statement<Parameters, Row>;

/** What a power cut may take: `full` nothing that was committed, `normal` the last commits (only for files that can be rebuilt). */
export type Durability = 'full' | 'normal';

export interface OpenOptions {
  readonly durability: Durability;
  readonly readonly?: boolean;
  /** Milliseconds that a statement waits for another process's lock; 10,000 when absent. SQLite's own default is 0, which fails at once. */
  readonly busyTimeoutMs?: number;
  /**
   * Pages of write-ahead log after which a commit also copies them into the file; SQLite's own 1,000 when absent.
   * 0 takes that work (and its two fsyncs) out of the commit: then somebody else must call `walCheckpoint`, or the log grows without end.
   */
  readonly walAutocheckpoint?: number;
}

/** Most KiB of pages that a connection keeps; the driver's own are 16,000, and a hub has a dozen connections. What they do not keep the operating system does, once for all of them. */
const CACHE_KIB = { reading: 2_000, writing: 4_000 } as const;

/** While a large file is filled: enough for the pages that a transaction comes back to, and for those that the next ones write again. */
const BULK = { cacheKib: 32_000, checkpointPages: 16_000 } as const;

/**
 * Opens a SQLite file in WAL mode. The only place of the repository that loads the native driver.
 * Use `immediate` for every read-modify-write: a deferred transaction that upgrades from read to write never waits and fails with SQLITE_BUSY.
 */
export function openDatabase(file: string, options: OpenOptions): SqliteDatabase {
  const readonly = options.readonly ?? false;
  const db = new Database(file, { readonly, timeout: options.busyTimeoutMs ?? 10_000 });
  try {
    if (!readonly) {
      // Some file systems quietly stay in another mode, in which a reader blocks the writer.
      const mode = db.pragma('journal_mode = WAL', { simple: true });
      if (mode !== 'wal' && mode !== 'memory') throw new Error(`${file} cannot be switched to a write-ahead log; SQLite stayed in mode "${String(mode)}".`);
      db.pragma(`synchronous = ${options.durability === 'full' ? 'FULL' : 'NORMAL'}`);
      if (options.walAutocheckpoint !== undefined) db.pragma(`wal_autocheckpoint = ${options.walAutocheckpoint}`);
    }
    db.pragma('foreign_keys = ON');
    db.pragma(`cache_size = -${readonly ? CACHE_KIB.reading : CACHE_KIB.writing}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * From now on the connection keeps more pages, and copies its write-ahead log (64 MB of it) into the file less often: a page that many transactions change is written
 * fewer times. Promises nothing less after a power cut. Answers what takes it back, and does nothing to a connection that was closed meanwhile.
 */
export function writeInBulk(db: SqliteDatabase): () => void {
  const settings = { cache_size: -BULK.cacheKib, wal_autocheckpoint: BULK.checkpointPages };
  const before = Object.keys(settings).map((name) => [name, String(db.pragma(name, { simple: true }))] as const);
  for (const [name, value] of Object.entries(settings)) db.pragma(`${name} = ${value}`);
  return () => {
    if (db.open) for (const [name, value] of before) db.pragma(`${name} = ${value}`);
  };
}
