import { existsSync } from 'node:fs';
import { openDatabase } from '@guitu/sqlite';
import { prepareInbox } from '../inbox/tables.js';
import type { SkippedRow } from '../inbox/tables.js';
import type { Build } from './build.js';

/**
 * An operator's decision to leave an event out outlives a rebuild, but only where the event fails again:
 * a rebuild with better code gives each of them another chance, and one with the same code raises no second alarm.
 */
export async function carrySkips(old: string | undefined, next: Build): Promise<void> {
  if (old === undefined || !existsSync(old)) return;
  const decided = new Map(readSkips(old).map((row) => [`${row.revision} ${row.stream}`, row]));
  for (let again = decided.size > 0; again; ) {
    again = false;
    for (const { stream, revision } of next.file.tables.allParked()) {
      const skip = decided.get(`${revision} ${stream}`);
      if (skip === undefined) continue;
      decided.delete(`${revision} ${stream}`);
      await next.inbox.skip(stream, revision, skip.reason);
      again = true;
    }
  }
}

/** A file that cannot be read has no decisions to hand on; the alarm is then raised once more. */
function readSkips(file: string): readonly SkippedRow[] {
  try {
    const db = openDatabase(file, { durability: 'normal', readonly: true });
    try {
      return prepareInbox(db).allSkipped();
    } finally {
      db.close();
    }
  } catch {
    return [];
  }
}
