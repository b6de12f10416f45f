import { closeWithLog, isDiskError, openDatabase, walCheckpoint } from '@guitu/sqlite';
import type { Durability, SqliteDatabase } from '@guitu/sqlite';
import { openBell } from '../feed/bell.js';
import { checkAppend } from '../limits.js';
import type { EventStore } from '../port.js';
import { walCheckpoints } from './channels.js';
import { prepareCheckpoints } from './checkpoints.js';
import { guarded, toStoreError } from './errors.js';
import { createGroupCommit } from './group-commit.js';
import { closedError, createReadSide } from './read-side.js';
import { prepareProbe } from './probe.js';
import { prepareSchema } from './schema.js';
import { WalCheckpointer } from './wal-checkpointer.js';
import type { WalCheckpointerOptions } from './wal-checkpointer.js';

export interface SqliteStoreOptions {
  /** Created when absent. Its write-ahead log stands beside it, as `-wal` and `-shm`. */
  readonly file: string;
  /** `full` when absent: an acknowledged append survives a power cut. `normal` survives only the death of the process; for data that can be lost. */
  readonly durability?: Durability;
  /** The id to give a new log, for runs that must repeat exactly; drawn at random when absent. A log that exists keeps its own. */
  readonly storeId?: string;
  /** Milliseconds that an append waits for another program's lock, while everything else goes on, before it rejects with `store-unavailable`; 10,000 when absent. */
  readonly busyTimeoutMs?: number;
}

export interface SqliteStore extends EventStore {
  /** Rejects with `store-unavailable` where an append would not be taken now: the file moved, no room, the lock held by another program, the disk failed under the log. Writes nothing. */
  probe(): Promise<void>;
}

/**
 * Opens the event store in a SQLite file. Several processes may have the same file open and append to it; `BEGIN IMMEDIATE` puts them in one order.
 * Throws `unsupported-format` for a log of another format, `corrupt-event` for a file that is not SQLite's.
 */
export const openSqliteStore = (options: SqliteStoreOptions): Promise<SqliteStore> => openStoreWith(options, {});

/** `worker`: of the test of a disk that fails under a checkpoint. */
export async function openStoreWith(options: SqliteStoreOptions, worker: Pick<WalCheckpointerOptions, 'script'>): Promise<SqliteStore> {
  const { file, durability = 'full', busyTimeoutMs = 10_000 } = options;
  const db = guarded(() => openDatabase(file, { durability, walAutocheckpoint: 0, busyTimeoutMs }));
  try {
    const storeId = prepareSchema(db, options.storeId);
    // What a killed process left in the WAL: without this, one that is killed again and again would never checkpoint.
    walCheckpoints.traceSync(walCheckpoint, { file, mode: 'passive' }, undefined, db, 'passive');
    return storeOn(db, storeId, { file, busyTimeoutMs, wal: new WalCheckpointer(db, { file, durability, ...worker }) });
  } catch (error) {
    if (isDiskError(error)) closeWithLog(db);
    else db.close();
    throw toStoreError(error);
  }
}

interface StoreParts {
  readonly file: string;
  readonly busyTimeoutMs: number;
  readonly wal: WalCheckpointer;
}

function storeOn(db: SqliteDatabase, storeId: string, { file, busyTimeoutMs, wal }: StoreParts): SqliteStore {
  let closing: Promise<void> | undefined;
  const assertOpen = (): void => {
    if (closing !== undefined) throw closedError();
  };
  const assertWritable = (): void => {
    assertOpen();
    if (wal.failure !== undefined) throw wal.failure;
  };
  const { reads, wakeUp, port } = createReadSide(db, assertOpen);
  const checkpoints = prepareCheckpoints(db, storeId, reads);
  const bell = openBell(storeId, () => wakeUp.ring());
  const probe = prepareProbe(db, file, busyTimeoutMs);
  const commits = createGroupCommit(db, {
    storeId,
    lockTimeoutMs: busyTimeoutMs,
    committed: (bytes) => {
      wakeUp.ring();
      bell.ring();
      wal.committed(bytes);
    },
  });

  async function release(): Promise<void> {
    await commits.drain();
    wakeUp.ring();
    bell.close();
    await wal.close();
    if (wal.failure === undefined) db.close();
    else closeWithLog(db);
  }

  return {
    storeId,
    ...port,
    async append(stream, events, { expected }) {
      assertWritable();
      return commits.append({ stream, events, expected }, checkAppend(stream, events, expected));
    },
    checkpoints: {
      async load(reader) {
        assertOpen();
        return guarded(() => checkpoints.load(reader));
      },
      async save(reader, position, { previous }) {
        assertWritable();
        return guarded(() => checkpoints.save(reader, position, previous));
      },
    },
    probe: async () => {
      assertWritable();
      await probe();
    },
    close: () => (closing ??= release()),
  };
}
