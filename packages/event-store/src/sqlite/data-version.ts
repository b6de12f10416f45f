import type { SqliteDatabase } from '@guitu/sqlite';
import type { Watch } from '../feed/wake-up.js';

const LOOK_EVERY_MS = 10;

/** Notices commits of other connections, in any thread or process. SQLite changes `data_version` for those and not for one's own. A look costs microseconds. */
export function watchOtherConnections(db: SqliteDatabase, everyMs = LOOK_EVERY_MS): Watch {
  const versionOf = db.prepare<[], number>('pragma data_version').pluck();
  let seen = versionOf.get();
  return {
    everyMs,
    changed() {
      let version: number | undefined;
      try {
        version = versionOf.get();
      } catch {
        return true; // The reader wakes up and meets the error where it can be answered.
      }
      const changed = version !== seen;
      seen = version;
      return changed;
    },
  };
}
